//! `fonts`: which font each role of paper is set in on this computer, and what it stands in for.

use super::print_json;
use crate::app::AppError;
use crate::app::paper::Origin;
use crate::app::paper::Role;
use crate::app::typeface;
use crate::app::typeface::Computer;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct List {
    /// 输出给程序读的 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(a: &List) -> Result<(), AppError> {
    typeface::follow(Computer::this());
    let now = typeface::in_force();
    let substituted = now.fonts.substituted();
    let of = |role: Role| now.fonts.main(role).filter(|f| f.role == role);
    let stands_for = |role: Role| substituted.iter().any(|s| s.role == role);
    if a.json {
        let roles: Vec<_> = Role::ALL
            .iter()
            .map(|role| {
                let file = of(*role).map(|f| match &f.origin {
                    Origin::BuiltIn => String::new(),
                    Origin::Installed(path) | Origin::Pointed(path) => path.display().to_string(),
                });
                serde_json::json!({
                    "role": role, "label": role.label(), "font": of(*role).map(|f| &f.name), "file": file,
                    "stands_for": stands_for(*role).then(|| role.wanted()),
                })
            })
            .collect();
        let refused: Vec<_> = now
            .refused
            .iter()
            .map(|r| serde_json::json!({ "role": r.role, "file": r.path, "why": r.advice().to_string() }))
            .collect();
        return print_json(&serde_json::json!({
            "prefer": now.choice.prefer, "roles": roles, "refused": refused,
        }));
    }
    println!("{}。", now.choice.prefer.label());
    for role in Role::ALL {
        let Some(file) = of(role) else {
            match substituted.iter().find(|s| s.role == role) {
                Some(one) => println!("{one}"),
                None => println!("{}：没有另外的字体，由其他字体补", role.label()),
            }
            continue;
        };
        match substituted.iter().find(|s| s.role == role) {
            Some(one) => println!("{one}"),
            None => println!("{}：{}的{}", role.label(), file.origin.label(), file.name),
        }
    }
    for one in &now.refused {
        println!("{}：{}", one.role.label(), one.advice());
    }
    Ok(())
}
