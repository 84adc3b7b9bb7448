-- 振替: a session held in place of a cancelled one. It is a session of the same course with the next number; its day may lie
-- between others, so sessions are read in the order of their days.

alter table session add column makes_up uuid;
alter table session add constraint session_of_course unique (ward_id, course_id, id);
alter table session add constraint session_made_up_once unique (ward_id, makes_up);
alter table session add constraint session_makes_up foreign key (ward_id, course_id, makes_up) references session (ward_id, course_id, id);
