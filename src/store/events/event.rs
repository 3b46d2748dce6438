//! Rows of the event table ↔ Event 科普活动.

use crate::model::day::clock;
use crate::model::events::Event;
use crate::model::events::State;
use crate::model::number::Fen;
use crate::store::table::Stored;
use crate::store::values::json;
use crate::store::values::list;
use crate::store::values::when;
use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::named_params;
use rusqlite::types::Type;

impl Stored for Event {
    const SELECT: &'static str = "SELECT uid, office, title, start_day, start_time, end_day, end_time, place, community, host, organizer, \
    co_organizer, form, mode, theme, theme_day, groups, group_counts, measures, topics, five_places, \
    attendance, attendance_note, online_attendance, volunteers_count, volunteer_minutes, speakers, materials, \
    boards, banners, cost_fen, fund_source, media, summary, effect, state, evidence_no, remark, pending FROM \
    event";

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.get("uid")?,
            office: row.get("office")?,
            title: row.get("title")?,
            when: when(row)?,
            place: row.get("place")?,
            community: row.get("community")?,
            host: row.get("host")?,
            organizer: row.get("organizer")?,
            co_organizer: row.get("co_organizer")?,
            form: row.get("form")?,
            mode: row.get("mode")?,
            theme: row.get("theme")?,
            theme_day: row.get("theme_day")?,
            groups: list(row, "groups")?,
            group_counts: list(row, "group_counts")?,
            measures: list(row, "measures")?,
            topics: list(row, "topics")?,
            five_places: list(row, "five_places")?,
            attendance: row.get("attendance")?,
            attendance_note: row.get("attendance_note")?,
            online_attendance: row.get("online_attendance")?,
            volunteers_count: row.get("volunteers_count")?,
            volunteer_minutes: row.get("volunteer_minutes")?,
            speakers: row.get("speakers")?,
            materials: row.get("materials")?,
            boards: row.get("boards")?,
            banners: row.get("banners")?,
            cost: row.get::<_, Option<i64>>("cost_fen")?.map(Fen),
            fund_source: row.get("fund_source")?,
            media: row.get("media")?,
            summary: row.get("summary")?,
            effect: row.get("effect")?,
            state: read_state(row)?,
            evidence_no: row.get("evidence_no")?,
            remark: row.get("remark")?,
            pending: list(row, "pending")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO event (uid, office, title, start_day, start_time, end_day, end_time, place, community, host, \
    organizer, co_organizer, form, mode, theme, theme_day, groups, group_counts, measures, topics, \
    five_places, attendance, attendance_note, online_attendance, volunteers_count, volunteer_minutes, \
    speakers, materials, boards, banners, cost_fen, fund_source, media, summary, effect, state, evidence_no, \
    remark, pending) VALUES (:uid, :office, :title, :start_day, :start_time, :end_day, :end_time, :place, \
    :community, :host, :organizer, :co_organizer, :form, :mode, :theme, :theme_day, :groups, :group_counts, \
    :measures, :topics, :five_places, :attendance, :attendance_note, :online_attendance, :volunteers_count, \
    :volunteer_minutes, :speakers, :materials, :boards, :banners, :cost_fen, :fund_source, :media, :summary, \
    :effect, :state, :evidence_no, :remark, :pending) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, title = :title, start_day = :start_day, start_time = \
    :start_time, end_day = :end_day, end_time = :end_time, place = :place, community = :community, host = \
    :host, organizer = :organizer, co_organizer = :co_organizer, form = :form, mode = :mode, theme = :theme, \
    theme_day = :theme_day, groups = :groups, group_counts = :group_counts, measures = :measures, topics = \
    :topics, five_places = :five_places, attendance = :attendance, attendance_note = :attendance_note, \
    online_attendance = :online_attendance, volunteers_count = :volunteers_count, volunteer_minutes = \
    :volunteer_minutes, speakers = :speakers, materials = :materials, boards = :boards, banners = :banners, \
    cost_fen = :cost_fen, fund_source = :fund_source, media = :media, summary = :summary, effect = :effect, \
    state = :state, evidence_no = :evidence_no, remark = :remark, pending = :pending, rev = rev + 1, deleted \
    = 0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            title,
            when,
            place,
            community,
            host,
            organizer,
            co_organizer,
            form,
            mode,
            theme,
            theme_day,
            groups,
            group_counts,
            measures,
            topics,
            five_places,
            attendance,
            attendance_note,
            online_attendance,
            volunteers_count,
            volunteer_minutes,
            speakers,
            materials,
            boards,
            banners,
            cost,
            fund_source,
            media,
            summary,
            effect,
            state,
            evidence_no,
            remark,
            pending,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":title": title,
            ":start_day": when.map(|w| w.start.to_string()),
            ":start_time": when.and_then(|w| w.start_time).map(clock),
            ":end_day": when.map(|w| w.end.to_string()),
            ":end_time": when.and_then(|w| w.end_time).map(clock),
            ":place": place,
            ":community": community,
            ":host": host,
            ":organizer": organizer,
            ":co_organizer": co_organizer,
            ":form": form,
            ":mode": mode,
            ":theme": theme,
            ":theme_day": theme_day,
            ":groups": json(groups)?,
            ":group_counts": json(group_counts)?,
            ":measures": json(measures)?,
            ":topics": json(topics)?,
            ":five_places": json(five_places)?,
            ":attendance": attendance,
            ":attendance_note": attendance_note,
            ":online_attendance": online_attendance,
            ":volunteers_count": volunteers_count,
            ":volunteer_minutes": volunteer_minutes,
            ":speakers": speakers,
            ":materials": materials,
            ":boards": boards,
            ":banners": banners,
            ":cost_fen": cost.map(|c| c.0),
            ":fund_source": fund_source,
            ":media": media,
            ":summary": summary,
            ":effect": effect,
            ":state": state_name(*state),
            ":evidence_no": evidence_no,
            ":remark": remark,
            ":pending": json(pending)?,
        })?;
        Ok(())
    }
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Planned => "planned",
        State::Held => "held",
        State::Cancelled => "cancelled",
    }
}

fn read_state(row: &Row<'_>) -> rusqlite::Result<State> {
    let name: String = row.get("state")?;
    State::ALL
        .into_iter()
        .find(|s| state_name(*s) == name)
        .ok_or_else(|| {
            rusqlite::Error::FromSqlConversionFailure(0, Type::Text, format!("state {name}").into())
        })
}
