//! Attendance 参与: a person at an event in some role, for some minutes. Hours of service are summed from here.

use crate::model::id::Uid;
use serde::Deserialize;
use serde::Serialize;

/// One person at one event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attendance {
    /// Identity.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// The event.
    pub event: Uid,
    /// The person.
    pub person: Uid,
    /// What they did: 志愿者, 主讲人, 工作人员.
    pub role: String,
    /// Service in minutes, without the way there and back.
    pub minutes: u32,
}

/// The role that counts towards hours of service.
pub const VOLUNTEER_ROLE: &str = "志愿者";
