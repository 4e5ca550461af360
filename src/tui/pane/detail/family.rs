//! A family of roles, as text to scroll.

use super::{BAR, amounts};
use crate::analysis::pay::{greatest_amount, share_an_axis};
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, Pay, RoleId};
use crate::tui::chart;
use crate::tui::doc::{TextDoc, TextTone, TonedText, pad, pad_row};
use crate::tui::pane::linked_page::{PageDraft, PageLink};
use crate::tui::pane::rows;

/// Builds the text about `family`: its roles, each with its summary.
pub(super) fn family_draft(catalog: &Catalog, family: &str, width: usize) -> PageDraft {
    let mut draft = PageDraft::default();
    draft.doc.sections.push((0, "Roles".to_string()));
    for (name, roles) in catalog.families() {
        if name != family {
            continue;
        }
        for &id in roles {
            let role = catalog.role(id);
            draft.doc.blank_line();
            let link = PageLink::Role(id);
            let mut head = draft.linked(&role.title, TextTone::Title, link).to_vec();
            if let Some(level) = role.seniority {
                head.push(TonedText::new(format!("  seniority {level}"), TextTone::Dim));
            }
            draft.doc.pieces(&head, width, 0);
            let summary = [TonedText::new(&role.summary, TextTone::Text)];
            draft.doc.lines(&summary, width, 2);
        }
        family_pay(&mut draft.doc, catalog, roles, width);
    }
    draft
}

/// Minimum width of a bar: a shorter one is not readable.
const MIN_BAR: usize = 8;

/// Adds the pay of a family's roles on one axis, for the terms that most of its figures have.
fn family_pay(doc: &mut TextDoc, catalog: &Catalog, roles: &[RoleId], width: usize) {
    let figures: Vec<(RoleId, &Pay)> = roles
        .iter()
        .flat_map(|&id| catalog.role(id).pay.iter().map(move |pay| (id, pay)))
        .collect();
    // The first figure that is comparable to most others.
    let axis = figures.iter().rev().max_by_key(|(_, pay)| {
        figures.iter().filter(|(_, other)| share_an_axis(pay, other)).count()
    });
    let Some(&(_, axis)) = axis else { return };
    let shown: Vec<(RoleId, &Pay)> =
        figures.iter().copied().filter(|(_, pay)| share_an_axis(axis, pay)).collect();
    if shown.len() < 2 {
        return;
    }
    let most = greatest_amount(catalog, roles.iter().copied(), axis);
    let names = shown.iter().map(|(id, _)| catalog.role_title(*id));
    let column = rows::column(names);
    // A figure of another occupation is never shown as the role's own.
    let sign = |pay: &Pay| pay.proxy_for.as_ref().map_or("", |_| "~");
    let told: Vec<String> =
        shown.iter().map(|(_, pay)| format!("  {}{}", sign(pay), pay.amounts_text())).collect();
    let widest = told.iter().map(|told| told.width()).max().unwrap_or(0);
    let bar = width.saturating_sub(column + widest + 2).min(BAR);
    let has_bars = bar >= MIN_BAR;
    let bars = if has_bars {
        format!(", bars from 0 to {}", axis.format_amount(most))
    } else {
        String::new()
    };
    let is_borrowed = shown.iter().any(|(_, pay)| pay.proxy_for.is_some());
    let legend = if is_borrowed { ", ~ similar occupation" } else { "" };
    let terms = format!("{} a {}, {}{legend}{bars}", axis.basis, axis.period, axis.region);
    doc.section("Pay", &terms, width);
    for ((id, pay), told) in shown.iter().zip(told) {
        doc.begin_item();
        if column + widest > width {
            // Names and amounts are not cut: each has a line of its own.
            let name = [TonedText::new(catalog.role_title(*id), TextTone::Text)];
            doc.lines(&name, width, 0);
            doc.lines(&[TonedText::new(told.trim_start(), TextTone::Dim)], width, 2);
            continue;
        }
        let mut row = vec![TonedText::new(
            format!("{} ", pad(catalog.role_title(*id), column - 1)),
            TextTone::Text,
        )];
        if has_bars {
            row.extend(chart::range(amounts(pay), most, bar, TextTone::Accent));
        }
        row.push(TonedText::new(told, TextTone::Dim));
        doc.row(pad_row(row, width));
    }
    if is_borrowed {
        doc.text(
            "~ marks a figure for a similar occupation, named on the role's page.",
            TextTone::Dim,
            width,
            0,
        );
    }
    let left_out = figures.len() - shown.len();
    if left_out > 0 {
        doc.text(
            &format!("{left_out} more in other currencies, periods or regions; see each role."),
            TextTone::Dim,
            width,
            0,
        );
    }
}
