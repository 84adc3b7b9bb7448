-- 事業: a ward's programmes with their versions, and the version each contract is bound to.

create table programme (
  ward_id uuid not null references ward, id uuid not null,
  code text not null, name text not null,
  primary key (ward_id, id),
  constraint programme_code_once unique (ward_id, code)
);
select ward_table('programme');
select auditor_reads('programme');
create policy contractor on programme for select to kayoi_contractor using (ward_id = (select app_ward()));
create policy centre on programme for select to kayoi_centre using (ward_id = (select app_ward()));
grant select on programme to kayoi_contractor, kayoi_centre;

create table programme_version (
  ward_id uuid not null, id uuid not null, programme_id uuid not null,
  number int not null, state text not null default 'draft' check (state in ('draft', 'published', 'retired')),
  definition jsonb not null,                                       -- as src/programmes/definition reads it
  note text not null default '',                                   -- why this version was made
  made_at timestamptz not null, made_by uuid references account,
  published_at timestamptz, published_by uuid references account, retired_at timestamptz,
  version int not null default 1,
  primary key (ward_id, id),
  constraint programme_version_once unique (ward_id, programme_id, number),
  constraint programme_version_published check ((state = 'draft') = (published_at is null)),
  foreign key (ward_id, programme_id) references programme
);
create unique index programme_one_draft on programme_version (ward_id, programme_id) where state = 'draft';
create unique index programme_one_published on programme_version (ward_id, programme_id) where state = 'published';
select ward_table('programme_version');
select auditor_reads('programme_version');
alter table contract add column programme_version_id uuid,
                     add foreign key (ward_id, programme_version_id) references programme_version;
create policy contractor on programme_version for select to kayoi_contractor
  using (ward_id = (select app_ward()) and id = any (array(select c.programme_version_id from contract c where c.ward_id = (select app_ward()))));
create policy centre on programme_version for select to kayoi_centre using (ward_id = (select app_ward()) and state <> 'draft');
grant select on programme_version to kayoi_contractor, kayoi_centre;

-- A published version never changes: contracts are bound to it, and programs keep what they have read.
create function programme_version_stays() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.definition is distinct from old.definition or new.state = 'draft' or new.number <> old.number) then
    raise exception 'a published programme version never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger stays before update on programme_version for each row execute function programme_version_stays();

-- Contracts made before programmes were data: each ward that has one gets the preset of its code as version 1.
create table preset_taken_over (code text, name text, definition jsonb);
insert into preset_taken_over values
  ('meguro-senior-club', '目黒型 シニアの部活', $preset${"code": "meguro-senior-club", "name": "目黒型 シニアの部活", "source": "目黒区 令和6年度 シニアの部活 募集要項", "style": "course", "most_years": 3, "information_items": ["name", "kana", "birth_date", "sex", "address", "phone", "emergency_contact", "certification", "centre_staff", "service_record"], "goals": [{"code": "learn", "text": "介護予防の意味とやり方を知り、身につける"}, {"code": "practise", "text": "学んだことを毎日の暮らしで続ける"}, {"code": "self_check", "text": "自分で体調を確かめ、活動するかどうかを決める"}, {"code": "group", "text": "仲間と自主グループをつくり、活動を続ける"}], "stages": [{"code": "briefing", "label": "体験・説明会と申込み", "who": "contractor", "timing": "before", "record": "consent_and_identity"}, {"code": "sessions", "label": "教室", "who": "contractor", "timing": "each_day", "record": "sessions"}, {"code": "assessment", "label": "測定と基本チェックリスト（前・後）", "who": "contractor", "timing": "first_day", "record": "assessment"}, {"code": "liaison", "label": "連絡シートと個別評価書", "who": "contractor", "timing": "after", "record": "centre_liaison"}, {"code": "report", "label": "実施報告書", "who": "contractor", "timing": "after", "record": "report"}], "documents": [{"kind": "participant_roster", "title": "参加者名簿"}, {"kind": "applicant_list", "title": "参加申込者一覧"}, {"kind": "name_tags", "title": "名札"}, {"kind": "liaison_sheet", "title": "地域包括支援センター連絡シート"}, {"kind": "individual_result", "title": "個別評価書"}, {"kind": "report", "title": "実施報告書"}, {"kind": "fee_statement", "title": "委託料内訳書"}], "eligibility": {"rule": {"all": [{"any": [{"all": ["insured_here", {"legal_age": {"least": 65, "on": "start"}}]}, {"all": ["resident", {"legal_age": {"least": 60, "most": 64, "on": "start"}}]}]}, {"not": {"certification": ["care1", "care2", "care3", "care4", "care5"]}}]}}, "calendar": {"sessions": {"least": 16, "most": 16}, "rhythm": {"per": "week", "least": 1, "most": 1}, "months": 4, "minutes": 120, "forbidden": ["ward_closed_days"], "make_up_sessions": true}, "places": {"counted": "per_course", "capacity": 20, "minimum": 3}, "cancellation": {"pay": {"free_until": {"days_before": 1, "at": "16:00"}}, "causes": [{"cause": "weather", "decided_by": "ward"}, {"cause": "no_participants", "decided_by": "ward"}, {"cause": "below_minimum", "decided_by": "ward"}, {"cause": "ward_convenience", "decided_by": "ward"}, {"cause": "contractor_convenience", "decided_by": "contractor", "contractor_bears": true}]}, "staffing": [{"code": "instructor", "label": "教室の従事者", "need": {"fixed": 1}, "same_through_course": true}], "venue": {"end_checks": [{"code": "restored", "text": "机・いす・備品を元の場所に戻した"}, {"code": "reported", "text": "会場の管理者に終わりを伝えた"}]}, "measurement": {"first_at_session": 2, "vitals": "before_and_after", "instruments": [{"instrument": "kcl", "required": true, "may_make_up": true}, {"instrument": "health", "required": true, "may_make_up": true}, {"instrument": "sarc_f"}, {"instrument": "grip"}, {"instrument": "ols_open"}, {"instrument": "tug"}, {"instrument": "walk5_u"}, {"instrument": "walk5_m"}, {"instrument": "cs30"}]}, "questionnaires": [{"code": "meguro-end", "title": "教室についてのアンケート", "questions": [{"code": "satisfaction", "text": "教室に参加して、どのくらい満足していますか。", "answer": {"choice": [{"code": "very", "text": "とても満足"}, {"code": "rather", "text": "まあ満足"}, {"code": "neutral", "text": "どちらともいえない"}, {"code": "little", "text": "あまり満足していない"}, {"code": "none", "text": "満足していない"}]}}, {"code": "exercise", "text": "教室の日のほかに、家で体を動かすことは増えましたか。", "answer": {"choice": [{"code": "more", "text": "増えた"}, {"code": "little_more", "text": "少し増えた"}, {"code": "same", "text": "変わらない"}, {"code": "less", "text": "減った"}]}}, {"code": "outings", "text": "外に出たり、人と話したりすることは増えましたか。", "answer": {"choice": [{"code": "more", "text": "増えた"}, {"code": "little_more", "text": "少し増えた"}, {"code": "same", "text": "変わらない"}, {"code": "less", "text": "減った"}]}}, {"code": "continue", "text": "教室で覚えたことを、これからも続けたいと思いますか。", "answer": {"scale": {"from": 1, "to": 5, "first": "思わない", "last": "とても思う"}}}, {"code": "group", "text": "教室が終わったあと、仲間との自主グループに加わりますか。", "answer": {"choice": [{"code": "yes", "text": "加わる"}, {"code": "maybe", "text": "考えている"}, {"code": "no", "text": "加わらない"}]}}, {"code": "good", "text": "教室でよかったことを書いてください。", "answer": "free_text"}, {"code": "wishes", "text": "困ったことや、教室への希望があれば書いてください。", "answer": "free_text"}]}], "absences": {"contact_without_notice": true, "tell_first_session": true, "tell_in_a_row": 2, "tell": ["ward", "centre"]}, "fees": [{"from": "2024-04-01", "rules": [{"code": "session", "label": "教室の実施", "basis": {"per_session": {"price": {"contract": {"code": "session", "label": "1回あたりの委託料（円）"}}}}, "counts_paid_cancellations": true}]}], "reports": [{"code": "course", "title": "実施報告書", "cadence": "per_course", "due": {"event": "course_end", "offset": {"weeks_after": 2}}, "sections": [{"code": "overview", "title": "事業概要", "content": "derived"}, {"code": "staffing", "title": "従事者と実施日ごとの従事状況", "content": "derived"}, {"code": "programme", "title": "プログラム", "content": "narrative"}, {"code": "applicants", "title": "参加申込人数", "content": "derived"}, {"code": "participation", "title": "実参加人数・延参加人数", "content": "derived"}, {"code": "attendance", "title": "出欠表", "content": "derived"}, {"code": "dropouts", "title": "途中辞退者の人数と理由", "content": "derived"}, {"code": "self_rated_health", "title": "主観的健康感の変化", "content": "derived"}, {"code": "checklist", "title": "基本チェックリストの結果", "content": "derived"}, {"code": "comparison", "title": "測定結果の前後比較", "content": "derived"}, {"code": "measurements", "title": "測定結果の一覧", "content": "derived"}, {"code": "goals", "title": "目標ごとの達成状況", "content": "narrative_per_goal"}, {"code": "impressions", "title": "教室の様子と今後の課題", "content": "narrative"}, {"code": "survey", "title": "アンケートの結果", "content": "narrative"}, {"code": "group", "title": "自主グループの経過と社会参加", "content": "narrative"}]}], "filings": [{"code": "programme_set", "title": "プログラム・配付資料・従事者名簿・配置予定表・資格証の写し", "owes": "contractor", "due": {"event": "briefing", "offset": {"weeks_before": 3}, "closed_day": "previous_open"}, "decision": "receipt", "form": "attachment"}, {"code": "programme_set_final", "title": "プログラム・配付資料一式（確認用）", "owes": "contractor", "due": {"event": "briefing", "offset": {"weeks_before": 1}, "closed_day": "previous_open"}, "decision": "receipt", "form": "attachment"}, {"code": "emergency_manual", "title": "緊急時対応マニュアルと保険証書の写し", "owes": "contractor", "due": {"event": "briefing", "offset": {"weeks_before": 3}, "closed_day": "previous_open"}, "decision": "receipt", "form": "attachment"}, {"code": "personal_data_rules", "title": "個人情報の管理に関する法人の規程", "owes": "contractor", "due": {"event": "course_start", "offset": {"weeks_before": 3}, "closed_day": "previous_open"}, "decision": "receipt", "form": "attachment"}, {"code": "participant_roster", "title": "参加者名簿", "owes": "contractor", "due": {"event": "course_start", "offset": {"days_before": 1}, "closed_day": "previous_open"}, "decision": "receipt", "form": "attachment"}]}$preset$),
  ('shinjuku-short-intensive', '新宿型 通所型短期集中サービス', $preset${"code": "shinjuku-short-intensive", "name": "新宿型 通所型短期集中サービス", "source": "新宿区 通所型短期集中サービスの委託（令和4年度）", "style": "individual", "information_items": ["name", "kana", "birth_date", "address", "phone", "emergency_contact", "certification", "centre_staff", "service_use", "living_situation", "daily_activities", "medical_history", "service_record", "care_plan"], "goals": [{"code": "activity", "text": "利用後の日常生活での活動を増やす"}, {"code": "self_care", "text": "自分で介護予防の取組を続け、地域で自立して暮らす"}], "stages": [{"code": "home_assessment", "label": "事前アセスメント（居宅訪問）", "who": "contractor", "timing": "before", "record": "home_assessment"}, {"code": "plan", "label": "実施計画の作成と説明", "who": "contractor", "timing": "before", "record": "plan_and_explanation"}, {"code": "first_day", "label": "初回利用（送迎あり）", "who": "contractor", "timing": "first_day", "record": "first_day"}, {"code": "service_days", "label": "通所（週1～3回）", "who": "contractor", "timing": "each_day", "record": "service_days"}, {"code": "monitoring", "label": "モニタリング（月1回）", "who": "contractor", "timing": {"every_months": 1}, "record": "monitoring"}, {"code": "final_home_visit", "label": "最終評価（居宅訪問）", "who": "contractor", "timing": "last_day", "record": "final_home_visit"}, {"code": "centre_liaison", "label": "地域包括支援センターへの連絡", "who": "contractor", "timing": "after", "record": "centre_liaison"}, {"code": "usage_report", "label": "利用実績報告書の提出", "who": "contractor", "timing": "after", "record": "report"}], "documents": [{"kind": "service_plan", "title": "個別実施計画書"}, {"kind": "liaison_sheet", "title": "連絡シート"}, {"kind": "individual_result", "title": "個別評価書"}, {"kind": "report", "title": "利用実績報告書"}, {"kind": "fee_statement", "title": "委託料内訳書"}], "eligibility": {"questions": [{"code": "improvement_expected", "text": "介護予防ケアマネジメント等で、短期集中の支援による維持・向上が見込まれますか"}], "rule": {"all": [{"certification": ["programme_target", "support1", "support2"]}, {"question": "improvement_expected"}]}}, "calendar": {"sessions": {"least": 13, "most": 39}, "rhythm": {"per": "week", "least": 1, "most": 3}, "months": 3, "minutes": 120}, "places": {"counted": "per_contract", "capacity": 10}, "measurement": {"instruments": [{"instrument": "kcl"}, {"instrument": "sarc_f"}, {"instrument": "grip"}, {"instrument": "tug", "timing": "before_monthly_and_after"}, {"instrument": "walk5_u"}]}, "fees": [{"from": "2022-04-01", "rules": [{"code": "day", "label": "通所サービス", "basis": {"per_head_session": {"price": {"contract": {"code": "day", "label": "1人1回あたりの委託料（円）"}}}}}]}], "reports": [{"code": "monthly", "title": "利用実績報告書", "cadence": "monthly", "due": {"event": "month_end", "offset": {"day_of_next_month": 10}}, "sections": [{"code": "overview", "title": "事業概要", "content": "derived"}, {"code": "users", "title": "利用者と利用日数", "content": "derived"}, {"code": "steps", "title": "段階ごとの実施状況", "content": "derived"}, {"code": "monitoring", "title": "モニタリングの実施状況", "content": "derived"}, {"code": "finished", "title": "終了者と評価の結果", "content": "derived"}, {"code": "remarks", "title": "区への連絡事項", "content": "narrative"}]}]}$preset$);
insert into programme (ward_id, id, code, name)
  select distinct c.ward_id, gen_random_uuid(), p.code, p.name from preset_taken_over p join (select distinct ward_id, programme from contract) c on c.programme = p.code;
insert into programme_version (ward_id, id, programme_id, number, state, definition, made_at, published_at)
  select g.ward_id, gen_random_uuid(), g.id, 1, 'published', p.definition, now(), now() from programme g join preset_taken_over p using (code);
update contract c set programme_version_id = v.id from programme g join programme_version v on v.ward_id = g.ward_id and v.programme_id = g.id
  where g.ward_id = c.ward_id and g.code = c.programme;
do $$ begin
  if exists (select 1 from contract where programme_version_id is null) then
    raise exception 'a contract names a programme that does not exist';
  end if;
end $$;
drop table preset_taken_over;
alter table contract alter column programme_version_id set not null, drop column programme;

-- Prices that a programme leaves to its contracts (受託者の見積り). Integer yen, tax as the programme says.
create table contract_price (
  ward_id uuid not null, contract_id uuid not null, code text not null, from_on date not null,
  yen bigint not null check (yen >= 0),
  primary key (ward_id, contract_id, code, from_on),
  foreign key (ward_id, contract_id) references contract
);
select ward_table('contract_price');
select auditor_reads('contract_price');
create policy contractor on contract_price for select to kayoi_contractor
  using (ward_id = (select app_ward()) and contract_id = (select app_contract()));
grant select on contract_price to kayoi_contractor;
