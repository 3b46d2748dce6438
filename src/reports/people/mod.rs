//! Reports about people: rosters, and what the plan asks for against what is there.

pub(super) mod officers;
pub(super) mod targets;
pub(super) mod volunteers;

use crate::model::people::Person;
use crate::model::secret::Mask;
use crate::model::secret::masked_name;
use crate::reports::Request;

/// A name as a masking allows it: in what is published only with consent (志愿服务条例 art. 20), and never of who was under
/// fourteen when the period began (个人信息保护法 art. 31), whatever was ticked.
pub(super) fn name(person: &Person, request: &Request) -> String {
    match request.mask {
        Mask::Public if !person.may_publish || person.is_child_on(request.period.from) => {
            masked_name(&person.name)
        }
        Mask::Archive | Mask::Submit | Mask::Public => person.name.clone(),
    }
}

/// An identity number as a masking allows it: whole in the office's own file, its middle hidden in what goes up, none in
/// what is published.
pub(super) fn id_number(person: &Person, mask: Mask) -> String {
    match (&person.id_number, mask) {
        (Some(number), Mask::Archive) => number.to_string(),
        (Some(number), Mask::Submit) => number.masked(),
        (_, Mask::Public) | (None, _) => String::new(),
    }
}

/// A phone as a masking allows it.
fn phone(person: &Person, mask: Mask) -> String {
    match (&person.phone, mask) {
        (Some(phone), Mask::Archive) => phone.to_string(),
        (Some(phone), Mask::Submit) => phone.masked(),
        (_, Mask::Public) | (None, _) => String::new(),
    }
}
