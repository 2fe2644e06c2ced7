//! The outbox page's part of the ports: orders as rows, and what a person decides about one.

use onemap_console::{HeldOrder, Instead};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::User;
use onemap_protocol::command::{Answer, Subject};
use onemap_protocol::desk::{
    Link, OrderCounts, OrderPage, OrderPart, OrderRow, OrderState, Salvaged, SetAside, Settlement,
    Submitted, Wait,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::version::Impasse;
use onemap_store::outbox::{self, Listed, Order, Part, Salvage, Settled};
use onemap_sync::machine::Input;
use uuid::Uuid;

use crate::Desk;

impl Desk {
    pub(crate) async fn orders_page(
        &self,
        part: OrderPart,
        page: (u32, u32),
    ) -> Result<OrderPage, Problem> {
        let part = match part {
            OrderPart::Waiting => Part::Waiting,
            OrderPart::SetAside => Part::SetAside,
            OrderPart::Delivered => Part::Delivered,
            OrderPart::Settled => Part::Settled,
        };
        let counts = self.inner.outbox.count_all().await?;
        let listed = self.inner.outbox.page(part, page).await?;
        let link = self.inner.standing().link;
        Ok(OrderPage {
            counts: OrderCounts {
                set_aside: counts.set_aside,
                waiting: counts.waiting,
                delivered: counts.delivered,
                settled: counts.settled,
            },
            rows: listed.into_iter().map(|order| row(order, link)).collect(),
        })
    }

    pub(crate) async fn held_order(&self, order: Uuid) -> Result<Option<HeldOrder>, Problem> {
        let order = self.inner.outbox.find(order).await?;
        let held = order.filter(|order| {
            matches!(
                order.state,
                outbox::OrderState::Waiting | outbox::OrderState::SetAside
            )
        });
        Ok(held.map(|order| HeldOrder {
            waits: order.state == outbox::OrderState::Waiting,
            subject: order.subject,
            command: order.envelope.command,
            author: order.author,
        }))
    }

    pub(crate) async fn drop_held(
        &self,
        by: &User,
        order: Uuid,
        reason: &str,
    ) -> Result<(), Problem> {
        let _gate = self.inner.gate.lock().await;
        let now = self.inner.device_now();
        let dropped = self.inner.outbox.drop_order(order, reason, by, now).await?;
        self.inner.show_pending().await;
        if dropped {
            Ok(())
        } else {
            Err(Problem::new(ProblemCode::OrderGone))
        }
    }

    pub(crate) async fn replace_held(
        &self,
        author: &User,
        given: Instead,
    ) -> Result<Submitted, Problem> {
        let Instead {
            old,
            how,
            subject,
            other,
            command,
        } = given;
        let grant = self.grant()?;
        let (id, expected_revision) = subject.unwrap_or_else(|| (CaseId(Uuid::now_v7()).into(), 0));
        let first = Subject {
            id,
            expected_revision,
        };
        let second = other.map(|(id, expected_revision)| Subject {
            id: id.into(),
            expected_revision,
        });
        let subjects = std::iter::once(first).chain(second).collect();
        let mut envelope = self.envelope_of(subjects, command, &grant);
        self.seen(&mut envelope).await?;
        let how = match how {
            Settlement::SendAgain => "send_again",
            Settlement::TakeOver => "take_over",
            Settlement::Drop => "drop",
        };
        let _gate = self.inner.gate.lock().await;
        let now = self.inner.device_now();
        let new = (&envelope, id);
        if !self
            .inner
            .outbox
            .replace(old, how, new, author, now)
            .await?
        {
            return Err(Problem::new(ProblemCode::OrderGone));
        }
        self.inner.input(Input::Queued);
        self.inner.show_pending().await;
        Ok(Submitted {
            case: id.case(),
            order: envelope.id,
        })
    }
}

pub(crate) fn salvaged(salvage: Salvage) -> Salvaged {
    Salvaged {
        at: salvage.at,
        file: salvage.file,
        saved: salvage.saved,
        unreadable: salvage.unreadable,
        new_device: salvage.new_device,
        dismissed: salvage.dismissed,
    }
}

fn row(listed: Listed, link: Link) -> OrderRow {
    let state = state(&listed, link);
    let order = listed.order;
    OrderRow {
        id: order.envelope.id,
        subject: order.subject,
        record: match &order.envelope.command {
            Command::Keep { keep } => Some((keep.kind(), keep.name().to_owned())),
            _ => None,
        },
        title: match &order.envelope.command {
            Command::Report { facts } | Command::Amend { facts } => facts.title.clone(),
            _ => String::new(),
        },
        now: None,
        command: order.envelope.command.kind(),
        meant: meant(&order.envelope.command),
        author: order.author.actor.name,
        login: order.author.actor.user,
        issued_at: order.envelope.issued_at,
        state,
    }
}

fn state(listed: &Listed, link: Link) -> OrderState {
    let order = &listed.order;
    let at = order.answered_at.unwrap_or(order.envelope.issued_at);
    match order.state {
        outbox::OrderState::Waiting => OrderState::Waiting {
            tries: order.tries,
            last_failure: order.last_failure.clone(),
            waits: waits(listed, link),
            behind: listed.behind,
            was_sent: listed.was_sent,
        },
        outbox::OrderState::Delivered => OrderState::Delivered {
            at,
            number: match order.answer.as_ref().map(Answer::settled) {
                Some(Answer::Applied { number, .. }) => number.clone(),
                _ => None,
            },
        },
        outbox::OrderState::SetAside => OrderState::SetAside {
            at,
            // Without a reason of the central's it was set aside here, when it was saved.
            why: why(order).unwrap_or(SetAside::Unverified),
        },
        outbox::OrderState::Settled => settled(listed, order),
    }
}

fn settled(listed: &Listed, order: &Order) -> OrderState {
    let known = listed.settled.as_ref();
    let how = match known.map(|settled| settled.how.as_str()) {
        Some("send_again") => Settlement::SendAgain,
        Some("take_over") => Settlement::TakeOver,
        _ => Settlement::Drop,
    };
    let by = |settled: &Settled| Some(settled.by.as_ref()?.actor.name.clone());
    OrderState::Settled {
        at: known.and_then(|settled| settled.at),
        how,
        reason: known.and_then(|settled| settled.reason.clone()),
        by: known.and_then(by),
        why: why(order),
        was_sent: listed.was_sent,
    }
}

fn why(order: &Order) -> Option<SetAside> {
    match order.answer.as_ref().map(Answer::settled)? {
        Answer::Refused(refusal) => Some(SetAside::Refused {
            refusal: refusal.clone(),
        }),
        Answer::Conflict { current_revision } => Some(SetAside::Conflict {
            current_revision: *current_revision,
        }),
        _ => None,
    }
}

fn waits(listed: &Listed, link: Link) -> Vec<Wait> {
    let is_untrusted = matches!(link, Link::Impasse { which, .. } if which == Impasse::Untrusted);
    let is_down = is_untrusted || matches!(link, Link::Offline { .. } | Link::Pulled { .. });
    let all = [
        (listed.order.lapsed, Wait::Author),
        (listed.ahead > 0, Wait::Earlier),
        (is_down, Wait::Line),
        (link == Link::SignInNeeded, Wait::Session),
        (
            !is_untrusted && matches!(link, Link::Impasse { .. }),
            Wait::Version,
        ),
    ];
    let held = all.into_iter().filter(|(holds, _)| *holds);
    held.map(|(_, wait)| wait).collect()
}

/// What was meant, in the author's own words.
fn meant(command: &Command) -> String {
    match command {
        Command::Report { facts } | Command::Amend { facts } => facts.title.clone(),
        Command::Verify { note }
        | Command::Triage { note, .. }
        | Command::Withdraw { note }
        | Command::UpholdReturn { note }
        | Command::Progress { note }
        | Command::Approve { note }
        | Command::Resume { note }
        | Command::Check { note, .. }
        | Command::Visit { note, .. }
        | Command::RateWhistle { note, .. }
        | Command::ReportIn { note }
        | Command::Link { note, .. }
        | Command::Urge { note }
        | Command::Close { note, .. } => note.clone(),
        Command::Decline { reason }
        | Command::Expedite { reason }
        | Command::Refer { reason }
        | Command::Return { reason }
        | Command::RejectReturn { reason }
        | Command::RequestExtension { reason, .. }
        | Command::RequestVoid { reason }
        | Command::Refuse { reason }
        | Command::Suspend { reason, .. }
        | Command::HandOff { reason, .. }
        | Command::AskReview { reason }
        | Command::Reopen { reason }
        | Command::Supervise { reason, .. }
        | Command::Climb { reason }
        | Command::Whistle { reason, .. }
        | Command::Merge { reason, .. }
        | Command::Unmerge { reason, .. }
        | Command::Seal { reason, .. }
        | Command::Unseal { reason } => reason.clone(),
        Command::Dispatch(order)
        | Command::Designate { order, .. }
        | Command::Redispatch { order, .. } => order.lead.to_string(),
        Command::FeedBack { result } | Command::ComeBack { result } => result.clone(),
        Command::DecideReview { text, .. }
        | Command::AnswerSupervision { text }
        | Command::Comment { text } => text.clone(),
        Command::Mediate { mediation } => mediation.text.clone(),
        Command::Attest { evidence, .. } => evidence.clone(),
        Command::Attach { attachment } => attachment.name.clone(),
        Command::HandOut { policies } => policies.join(", "),
        Command::Adopt { unit } => unit.to_string(),
        Command::Keep { keep } => keep.meant(),
        Command::Establish { .. }
        | Command::Accept
        | Command::FormTaskForce { .. }
        | Command::Evaluate { .. } => String::new(),
    }
}
