//! The pack that is part of the program.

/// A file of `content/`: its path from the root of the repository, and its text.
macro_rules! file {
    ($path:literal) => {
        (concat!("content/", $path), include_str!(concat!("../../content/", $path)))
    };
}

/// Every file of `content/`, by path. `include_str!` has cargo build anew when a text changes; a test keeps the list
/// complete.
pub(super) const FILES: &[(&str, &str)] = &[
    file!("comparisons.toml"),
    file!("pack.toml"),
    file!("roles/analysis/business-analyst.toml"),
    file!("roles/delivery/program-manager.toml"),
    file!("roles/delivery/project-manager.toml"),
    file!("roles/delivery/scrum-master.toml"),
    file!("roles/delivery/technical-program-manager.toml"),
    file!("roles/design/ux-designer.toml"),
    file!("roles/design/ux-researcher.toml"),
    file!("roles/engineering/engineering-manager.toml"),
    file!("roles/engineering/tech-lead.toml"),
    file!("roles/product/associate-product-manager.toml"),
    file!("roles/product/chief-product-officer.toml"),
    file!("roles/product/director-of-product.toml"),
    file!("roles/product/group-product-manager.toml"),
    file!("roles/product/growth-product-manager.toml"),
    file!("roles/product/head-of-product.toml"),
    file!("roles/product/principal-product-manager.toml"),
    file!("roles/product/product-analyst.toml"),
    file!("roles/product/product-lead.toml"),
    file!("roles/product/product-manager.toml"),
    file!("roles/product/product-marketing-manager.toml"),
    file!("roles/product/product-operations-manager.toml"),
    file!("roles/product/product-owner.toml"),
    file!("roles/product/senior-product-manager.toml"),
    file!("roles/product/technical-product-manager.toml"),
    file!("roles/product/vp-of-product.toml"),
    file!("skills.toml"),
    file!("sources.toml"),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn collect(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let below = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
                found.push(below.to_str().unwrap().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn the_list_is_the_folder() {
        let mut found = Vec::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &mut found);
        found.sort();
        let listed: Vec<&str> = super::FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, found, "list every file of content/ in src/pack/builtin.rs, by path");
    }

    #[test]
    fn the_built_in_pack_has_no_fault() {
        let faults = crate::pack::builtin().diagnostics;
        assert!(faults.is_empty(), "{}:{} {}", faults[0].file, faults[0].line, faults[0].message);
    }
}
