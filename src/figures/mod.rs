//! 集計: figures derived from the records and entered nowhere else — attendance tables, counts of people, pre/post
//! comparisons — for liaison sheets, reports and home pages. The one folder that reads rows of several features.
