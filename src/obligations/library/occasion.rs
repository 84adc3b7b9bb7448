//! 生じる出来事: what comes up in the course of a contract and opens duties, though no calendar knows the day.

use serde::{Deserialize, Serialize};

/// Something that comes up. `obligations::arise` is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A custodian joins, changes or leaves.
    CustodianChange,
    /// A work place or its rooms change.
    PlaceChange,
    /// A plan, paper or schedule that was handed in changes.
    PaperChange,
    /// The ward asks for a report.
    Request,
    /// The ward looks into how the work is done and asks for papers.
    Survey,
    /// Personal data is lost, leaks or may have leaked.
    Incident,
    /// A participant is hurt or taken ill.
    Accident,
    Complaint,
    /// Data is to leave the place where it is kept.
    TakeOut,
    Copying,
    ReOutsourcing,
    /// Data is to be asked of somebody else than the person.
    OtherCollection,
    /// Data or media change hands.
    Handover,
    /// The ward gives data or media to the contractor.
    Receipt,
    /// The day media left the ward's premises or were erased.
    Erasure,
    /// Something is no longer needed.
    NoLongerNeeded,
    /// The ward gives notice that data are to be erased.
    WardNotice,
    /// Equipment goes to repair or is thrown away.
    Disposal,
    /// An inspection found something.
    Finding,
    /// The ward wants to stand by at the work.
    Witnessing,
    /// The ward asks to correct a plan.
    Correction,
    /// A rule can't be kept.
    Hindrance,
    /// The ward asks for measures about a person at work.
    StaffRequest,
    /// A clause was broken.
    Breach,
    Damage,
    Flyer,
    Transport,
    ExtraCharge,
    /// A person at work is missing and somebody stands in.
    Substitute,
    Cancellation,
    /// A system is changed, repaired or updated.
    SystemWork,
    /// A server is to stand outside the ward's premises, a network is to be joined.
    ExternalConnection,
    /// A participant asks for the record of the service.
    RecordRequest,
}

impl Occasion {
    pub const ALL: [Self; 33] = [
        Self::CustodianChange,
        Self::PlaceChange,
        Self::PaperChange,
        Self::Request,
        Self::Survey,
        Self::Incident,
        Self::Accident,
        Self::Complaint,
        Self::TakeOut,
        Self::Copying,
        Self::ReOutsourcing,
        Self::OtherCollection,
        Self::Handover,
        Self::Receipt,
        Self::Erasure,
        Self::NoLongerNeeded,
        Self::WardNotice,
        Self::Disposal,
        Self::Finding,
        Self::Witnessing,
        Self::Correction,
        Self::Hindrance,
        Self::StaffRequest,
        Self::Breach,
        Self::Damage,
        Self::Flyer,
        Self::Transport,
        Self::ExtraCharge,
        Self::Substitute,
        Self::Cancellation,
        Self::SystemWork,
        Self::ExternalConnection,
        Self::RecordRequest,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::CustodianChange => "custodian_change",
            Self::PlaceChange => "place_change",
            Self::PaperChange => "paper_change",
            Self::Request => "request",
            Self::Survey => "survey",
            Self::Incident => "incident",
            Self::Accident => "accident",
            Self::Complaint => "complaint",
            Self::TakeOut => "take_out",
            Self::Copying => "copying",
            Self::ReOutsourcing => "re_outsourcing",
            Self::OtherCollection => "other_collection",
            Self::Handover => "handover",
            Self::Receipt => "receipt",
            Self::Erasure => "erasure",
            Self::NoLongerNeeded => "no_longer_needed",
            Self::WardNotice => "ward_notice",
            Self::Disposal => "disposal",
            Self::Finding => "finding",
            Self::Witnessing => "witnessing",
            Self::Correction => "correction",
            Self::Hindrance => "hindrance",
            Self::StaffRequest => "staff_request",
            Self::Breach => "breach",
            Self::Damage => "damage",
            Self::Flyer => "flyer",
            Self::Transport => "transport",
            Self::ExtraCharge => "extra_charge",
            Self::Substitute => "substitute",
            Self::Cancellation => "cancellation",
            Self::SystemWork => "system_work",
            Self::ExternalConnection => "external_connection",
            Self::RecordRequest => "record_request",
        }
    }

    /// When it comes up, as a phrase that 「に生じます」 can follow.
    pub fn label(self) -> &'static str {
        match self {
            Self::CustodianChange => "従事者を加える・変える・外すとき",
            Self::PlaceChange => "作業場所を変えるとき",
            Self::PaperChange => "提出したものの内容が変わるとき",
            Self::Request => "区から報告を求められたとき",
            Self::Survey => "区から実施状況の資料を求められたとき",
            Self::Incident => "個人情報の事故が起きたとき、起きるおそれがあるとき",
            Self::Accident => "参加者のけがや急な体調不良が起きたとき",
            Self::Complaint => "苦情を受けたとき",
            Self::TakeOut => "個人情報を決められた場所の外に持ち出すとき",
            Self::Copying => "個人情報を複写・複製・加工するとき",
            Self::ReOutsourcing => "業務の一部をほかの者に任せるとき",
            Self::OtherCollection => "本人以外から、または慎重に扱う事項を集めるとき",
            Self::Handover => "個人情報や記録媒体を受け渡すとき",
            Self::Receipt => "区から個人情報や記録媒体を受け取ったとき",
            Self::Erasure => "記録媒体を持ち出した、またはデータを消去したとき",
            Self::NoLongerNeeded => "持っている必要がなくなったとき",
            Self::WardNotice => "区から消去の連絡があったとき",
            Self::Disposal => "機器を修理に出す・捨てるとき",
            Self::Finding => "検査で指摘があったとき",
            Self::Witnessing => "区が作業への立会いを求めたとき",
            Self::Correction => "区が計画の是正を求めたとき",
            Self::Hindrance => "決まりを守ることが難しいとき",
            Self::StaffRequest => "区が従事者について措置を求めたとき",
            Self::Breach => "条項への違反があったとき",
            Self::Damage => "損害が生じたとき",
            Self::Flyer => "受託者がチラシを作るとき",
            Self::Transport => "送迎を行うとき",
            Self::ExtraCharge => "参加者に費用の負担を求めるとき",
            Self::Substitute => "届け出た従事者が従事できないとき",
            Self::Cancellation => "中止を決めたとき",
            Self::SystemWork => "情報システムを変更・更新するとき",
            Self::ExternalConnection => "外部への設置や接続を行うとき",
            Self::RecordRequest => "参加者から記録を求められたとき",
        }
    }

    /// Told by a register of its own when something is entered there: nobody tells it by hand.
    pub fn is_told_by_register(self) -> bool {
        matches!(
            self,
            Self::Handover
                | Self::Receipt
                | Self::Incident
                | Self::Accident
                | Self::Finding
                | Self::Request
                | Self::Survey
                | Self::Witnessing
                | Self::StaffRequest
                | Self::Breach
                | Self::Damage
        )
    }

    /// The day that is counted from.
    pub fn day_label(self) -> &'static str {
        match self {
            Self::CustodianChange | Self::PlaceChange | Self::PaperChange => "変わる日",
            Self::Request | Self::Survey | Self::Correction | Self::StaffRequest | Self::RecordRequest => {
                "求められた日"
            }
            Self::Incident | Self::Accident => "知った日",
            Self::Complaint => "受けた日",
            Self::TakeOut => "持ち出す日",
            Self::Copying | Self::OtherCollection | Self::Flyer | Self::Transport | Self::ExtraCharge => {
                "行う日"
            }
            Self::ReOutsourcing => "任せる日",
            Self::Handover => "受け渡す日",
            Self::Receipt => "受け取った日",
            Self::Erasure => "持ち出した日または消去した日",
            Self::NoLongerNeeded => "不要になった日",
            Self::WardNotice => "連絡のあった日",
            Self::Disposal => "修理や廃棄の日",
            Self::Finding => "指摘のあった日",
            Self::Witnessing => "立会いを求められた日",
            Self::Hindrance | Self::Breach => "分かった日",
            Self::Damage => "生じた日",
            Self::Substitute => "代わりの人が従事する日",
            Self::Cancellation => "決めた日",
            Self::SystemWork | Self::ExternalConnection => "作業の日",
        }
    }
}
