//! Who may do what.

use super::Profile;
use crate::case::Stage;
use crate::command::CommandKind;
use crate::people::Role;

impl Profile {
    /// Who may give a command where the profile does not say otherwise.
    pub const fn usual_roles(command: CommandKind) -> &'static [Role] {
        match command {
            // Who keeps records, their kind says.
            CommandKind::Keep => &Role::AT_WORK,
            CommandKind::Report => &[Role::Operator, Role::GridWorker, Role::Clerk],
            CommandKind::Triage | CommandKind::Visit => &[Role::Clerk, Role::Operator],
            CommandKind::Accept
            | CommandKind::Return
            | CommandKind::FormTaskForce
            | CommandKind::Progress
            | CommandKind::RequestExtension
            | CommandKind::FeedBack
            | CommandKind::AnswerSupervision
            | CommandKind::ReportIn => &[Role::Clerk],
            CommandKind::Suspend | CommandKind::Resume | CommandKind::Mediate => {
                &[Role::Operator, Role::Clerk]
            }
            CommandKind::Urge | CommandKind::Supervise => {
                &[Role::Operator, Role::Supervisor, Role::Leader]
            }
            CommandKind::Climb | CommandKind::Approve | CommandKind::Refuse => {
                &[Role::Supervisor, Role::Leader]
            }
            CommandKind::UpholdReturn
            | CommandKind::RejectReturn
            | CommandKind::Designate
            | CommandKind::Seal
            | CommandKind::Unseal => &[Role::Operator, Role::Supervisor],
            CommandKind::Adopt => &[Role::Leader],
            CommandKind::Attest => &[Role::Leader, Role::Clerk],
            CommandKind::RateWhistle => &[
                Role::Operator,
                Role::GridWorker,
                Role::Clerk,
                Role::Supervisor,
            ],
            CommandKind::HandOut => &[Role::Operator, Role::Clerk, Role::GridWorker],
            CommandKind::Comment => &[Role::Leader, Role::Supervisor],
            CommandKind::Attach => &[
                Role::Operator,
                Role::GridWorker,
                Role::Clerk,
                Role::Leader,
                Role::Supervisor,
            ],
            CommandKind::Whistle => &[Role::Operator, Role::GridWorker],
            CommandKind::Amend
            | CommandKind::Verify
            | CommandKind::Decline
            | CommandKind::Establish
            | CommandKind::Expedite
            | CommandKind::Refer
            | CommandKind::Dispatch
            | CommandKind::Withdraw
            | CommandKind::Redispatch
            | CommandKind::RequestVoid
            | CommandKind::HandOff
            | CommandKind::ComeBack
            | CommandKind::Check
            | CommandKind::Close
            | CommandKind::AskReview
            | CommandKind::DecideReview
            | CommandKind::Reopen
            | CommandKind::Evaluate
            | CommandKind::Merge
            | CommandKind::Unmerge
            | CommandKind::Link => &[Role::Operator],
        }
    }

    /// Who may give a command.
    pub fn roles(&self, command: CommandKind) -> &[Role] {
        self.may
            .get(&command)
            .map_or(Profile::usual_roles(command), Vec::as_slice)
    }

    /// Whether this way of working knows a command at all.
    pub fn knows(&self, command: CommandKind) -> bool {
        let extensions = || self.clocks.iter().any(|rule| rule.extension.is_some());
        match command {
            CommandKind::Triage => self.triage.is_some(),
            CommandKind::Verify => self.has_stage(Stage::Verified),
            CommandKind::Establish => self.has_stage(Stage::Established),
            CommandKind::Expedite => self.green_channel,
            CommandKind::UpholdReturn | CommandKind::RejectReturn => self.returns.reviewed,
            CommandKind::FormTaskForce => self.task_force.is_some(),
            CommandKind::RequestExtension => extensions(),
            CommandKind::Suspend | CommandKind::Resume => !self.pauses.is_empty(),
            CommandKind::HandOff | CommandKind::ComeBack => !self.bodies.is_empty(),
            CommandKind::Mediate => self.mediation.is_some(),
            CommandKind::Check => self.has_stage(Stage::Checked),
            CommandKind::Visit => self.visits.is_some(),
            CommandKind::AskReview | CommandKind::DecideReview => self.review.is_some(),
            CommandKind::Evaluate => self.has_stage(Stage::Evaluated),
            CommandKind::Supervise | CommandKind::Climb | CommandKind::AnswerSupervision => {
                !self.ladders.is_empty()
            }
            CommandKind::Adopt | CommandKind::Attest => self.adoption.is_some(),
            CommandKind::Whistle | CommandKind::ReportIn | CommandKind::RateWhistle => {
                self.whistle.is_some()
            }
            CommandKind::HandOut => !self.policies.is_empty(),
            CommandKind::Seal | CommandKind::Unseal => !self.compartments.is_empty(),
            _ => true,
        }
    }
}
