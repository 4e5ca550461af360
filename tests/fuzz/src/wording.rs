//! Two roles whose responsibilities and skills are any text, compared word by word.

use std::sync::Arc;

use roledex::analysis::diff::Differ;

use super::ask;

/// Comes between what the first role says and what the second says.
const OTHER: &str = "\n####\n";

/// Compares two roles with a responsibility a line.
pub fn wording(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (left, right) = text.split_once(OTHER).unwrap_or((&text, &text));
    let mut pack =
        "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n[[theme]]\nid = \"t\"\ntitle = \"T\"\n"
            .to_string();
    for (id, text) in [("a", left), ("b", right)] {
        let duties: Vec<String> = text.lines().take(12).map(quoted).collect();
        pack += &format!(
            "[[role]]\nid = \"{id}\"\ntitle = {}\nfamily = \"f\"\nsummary = {}\n[role.responsibilities]\nt = [{}]\n",
            duties.first().map_or("\"Role\"", String::as_str),
            duties.last().map_or("\"Works.\"", String::as_str),
            duties.join(", ")
        );
    }
    let catalog = Arc::new(roledex::pack::from_files("p", &[("p.toml", &pack)]).catalog);
    let roles: Vec<_> = catalog.role_ids().collect();
    if let [left, right] = roles[..] {
        ask::pair(&catalog, &Differ::new(&catalog), left, right);
        ask::pair(&catalog, &Differ::new(&catalog), right, left);
    }
    ask::review(&catalog, &catalog);
}

fn quoted(text: &str) -> String {
    let escaped = text
        .chars()
        .fold(String::new(), |escaped, c| escaped + &format!("\\U{:08x}", u32::from(c)));
    format!("\"{escaped}\"")
}
