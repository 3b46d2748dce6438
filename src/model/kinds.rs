//! All record types by name, for the few places that speak of every one of them.

pub use super::assess::AssessmentItem;
pub use super::assess::Creation;
pub use super::assess::Explanation;
pub use super::assess::Honour;
pub use super::assess::Indicator;
pub use super::assess::Inspection;
pub use super::assess::StatEntry;
pub use super::events::Attendance;
pub use super::events::Contest;
pub use super::events::ContestEntry;
pub use super::events::Event;
pub use super::events::Incident;
pub use super::events::Training;
pub use super::events::Work;
pub use super::money::Budget;
pub use super::money::Money;
pub use super::office::Community;
pub use super::office::GroupMember;
pub use super::office::Office;
pub use super::office::Population;
pub use super::papers::Attachment;
pub use super::papers::Collection;
pub use super::papers::Document;
pub use super::papers::Paper;
pub use super::papers::Post;
pub use super::papers::ReturnNote;
pub use super::papers::Submission;
pub use super::people::Credit;
pub use super::people::Expert;
pub use super::people::Membership;
pub use super::people::Officer;
pub use super::people::Person;
pub use super::people::Reach;
pub use super::people::Team;
pub use super::people::Volunteer;
pub use super::place::Connection;
pub use super::place::Loan;
pub use super::place::Partner;
pub use super::place::Stock;
pub use super::place::Tour;
pub use super::place::Venue;
pub use super::place::VenueLog;
pub use super::plan::Task;
pub use super::plan::ThemeYear;
pub use super::plan::WorkItem;
pub use super::service::Certificate;
pub use super::service::ServiceOrder;

/// Registers whose form is the record itself: variant, record, field of the ledger, word on the command line.
macro_rules! each_plain {
    ($made:ident) => {
        $made! {
            Trainings: Training, trainings, "trainings";
            Contests: Contest, contests, "contests";
            Entries: ContestEntry, entries, "entries";
            Works: Work, works, "works";
            Incidents: Incident, incidents, "incidents";
            Orders: ServiceOrder, orders, "orders";
            Memberships: Membership, memberships, "memberships";
            Credits: Credit, credits, "credits";
            Venues: Venue, venues, "venues";
            VenueLogs: VenueLog, venue_logs, "venue_logs";
            Stock: Stock, stock, "stock";
            Loans: Loan, loans, "loans";
            Tours: Tour, tours, "tours";
            Partners: Partner, partners, "partners";
            Connections: Connection, connections, "connections";
            Money: Money, money, "money";
            Budgets: Budget, budgets, "budgets";
            Tasks: Task, tasks, "tasks";
            WorkItems: WorkItem, work_items, "work_items";
            ThemeYears: ThemeYear, theme_years, "theme_years";
            Papers: Paper, papers, "papers";
            Posts: Post, posts, "posts";
            Indicators: Indicator, indicators, "indicators";
            Honours: Honour, honours, "honours";
            Creations: Creation, creations, "creations";
            Inspections: Inspection, inspections, "inspections";
            Explanations: Explanation, explanations, "explanations";
            GroupMembers: GroupMember, group_members, "group_members";
            Documents: Document, documents, "documents";
            Certificates: Certificate, certificates, "certificates";
            StatEntries: StatEntry, stat_entries, "stat_entries";
            Returns: ReturnNote, return_notes, "returns";
        }
    };
}
pub(crate) use each_plain;
