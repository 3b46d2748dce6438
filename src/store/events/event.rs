//! Rows of the event table ↔ Event 科普活动.

use crate::model::day::clock;
use crate::model::events::Event;
use crate::model::events::State;
use crate::model::number::Fen;
use crate::store::table::Columns;
use crate::store::table::Stored;
use crate::store::values::json;
use crate::store::values::list;
use crate::store::values::when;
use rusqlite::Connection;
use rusqlite::named_params;
use rusqlite::types::Type;

impl Stored for Event {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, title, start_day, start_time, end_day, end_time, place, community, host, organizer, \
    co_organizer, form, mode, theme, theme_day, groups, group_counts, measures, topics, five_places, \
    attendance, attendance_note, online_attendance, volunteers_count, volunteer_minutes, speakers, materials, \
    boards, banners, cost_fen, fund_source, media, summary, effect, state, evidence_no, remark, pending, \
    campaigns, emergency_topics, incident, venue, hazardous, service_type FROM event".into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            title: row.next("title")?,
            when: when(row)?,
            place: row.next("place")?,
            community: row.next("community")?,
            host: row.next("host")?,
            organizer: row.next("organizer")?,
            co_organizer: row.next("co_organizer")?,
            form: row.next("form")?,
            mode: row.next("mode")?,
            theme: row.next("theme")?,
            theme_day: row.next("theme_day")?,
            groups: list(row, "groups")?,
            group_counts: list(row, "group_counts")?,
            measures: list(row, "measures")?,
            topics: list(row, "topics")?,
            five_places: list(row, "five_places")?,
            attendance: row.next("attendance")?,
            attendance_note: row.next("attendance_note")?,
            online_attendance: row.next("online_attendance")?,
            volunteers_count: row.next("volunteers_count")?,
            volunteer_minutes: row.next("volunteer_minutes")?,
            speakers: row.next("speakers")?,
            materials: row.next("materials")?,
            boards: row.next("boards")?,
            banners: row.next("banners")?,
            cost: row.next::<Option<i64>>("cost_fen")?.map(Fen),
            fund_source: row.next("fund_source")?,
            media: row.next("media")?,
            summary: row.next("summary")?,
            effect: row.next("effect")?,
            state: read_state(row)?,
            evidence_no: row.next("evidence_no")?,
            remark: row.next("remark")?,
            pending: list(row, "pending")?,
            campaigns: list(row, "campaigns")?,
            emergency_topics: list(row, "emergency_topics")?,
            incident: row.next("incident")?,
            venue: row.next("venue")?,
            hazardous: row.next("hazardous")?,
            service_type: row.next("service_type")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO event (uid, office, title, start_day, start_time, end_day, end_time, place, community, host, \
    organizer, co_organizer, form, mode, theme, theme_day, groups, group_counts, measures, topics, \
    five_places, attendance, attendance_note, online_attendance, volunteers_count, volunteer_minutes, \
    speakers, materials, boards, banners, cost_fen, fund_source, media, summary, effect, state, evidence_no, \
    remark, pending, campaigns, emergency_topics, incident, venue, hazardous, service_type) VALUES (:uid, :office, :title, :start_day, :start_time, :end_day, :end_time, :place, \
    :community, :host, :organizer, :co_organizer, :form, :mode, :theme, :theme_day, :groups, :group_counts, \
    :measures, :topics, :five_places, :attendance, :attendance_note, :online_attendance, :volunteers_count, :volunteer_minutes, :speakers, :materials, :boards, :banners, :cost_fen, :fund_source, :media, :summary, \
    :effect, :state, :evidence_no, :remark, :pending, :campaigns, :emergency_topics, :incident, :venue, :hazardous, :service_type) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, title = :title, start_day = :start_day, start_time = \
    :start_time, end_day = :end_day, end_time = :end_time, place = :place, community = :community, host = \
    :host, organizer = :organizer, co_organizer = :co_organizer, form = :form, mode = :mode, theme = :theme, \
    theme_day = :theme_day, groups = :groups, group_counts = :group_counts, measures = :measures, topics = \
    :topics, five_places = :five_places, attendance = :attendance, attendance_note = :attendance_note, \
    online_attendance = :online_attendance, volunteers_count = :volunteers_count, volunteer_minutes = :volunteer_minutes, speakers = :speakers, materials = :materials, boards = :boards, banners = :banners, \
    cost_fen = :cost_fen, fund_source = :fund_source, media = :media, summary = :summary, effect = :effect, \
    state = :state, evidence_no = :evidence_no, remark = :remark, pending = :pending, campaigns = :campaigns, emergency_topics = :emergency_topics, incident = :incident, \
    venue = :venue, hazardous = :hazardous, service_type = :service_type, rev = rev + 1, deleted = 0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
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
            campaigns,
            emergency_topics,
            incident,
            venue,
            hazardous,
            service_type,
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
            ":campaigns": json(campaigns)?,
            ":emergency_topics": json(emergency_topics)?,
            ":incident": incident,
            ":venue": venue,
            ":hazardous": hazardous,
            ":service_type": service_type,
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

fn read_state(row: &mut Columns<'_, '_>) -> rusqlite::Result<State> {
    let name: String = row.next("state")?;
    State::ALL
        .into_iter()
        .find(|s| state_name(*s) == name)
        .ok_or_else(|| {
            rusqlite::Error::FromSqlConversionFailure(0, Type::Text, format!("state {name}").into())
        })
}
