//! The plot: how many clients knock in each moment, one panel for each way to come back. Written by hand as SVG, in
//! colours that follow the reader's preference for light or dark.

use std::fmt::Write;

use crate::crowd::{DOWN_MS, MOMENT_MS, Outcome};
use crate::goals::Goals;

/// One moment is one unit wide.
const MOMENTS: usize = 800;
const LEFT: f64 = 92.0;
const WIDTH: f64 = LEFT + MOMENTS as f64 + 28.0;
const PANEL_TOP: f64 = 96.0;
const PANEL_HEIGHT: f64 = 150.0;
const PANEL_STEP: f64 = 208.0;

/// The logarithmic scale goes from so many per cent to 100.
const LEAST: f64 = 0.1;

const STYLE: &str = "
svg { --paper: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --down: #f0f2f5; --ours: #0b6bcb;
  --theirs: #8a5a00; --goal: #c0262d; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --ink: #f0f6fc; --faint: #a3acb7; --line: #3d444d; --down: #1a2029; --ours: #58a6ff;
    --theirs: #d9a441; --goal: #ff7b72; }
}
text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: var(--ink); }
.title { font-size: 18px; font-weight: 600; }
.panel { font-size: 14px; font-weight: 600; }
.faint { fill: var(--faint); }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.goal-text { fill: var(--goal); }
.paper { fill: var(--paper); }
.down { fill: var(--down); }
.grid { stroke: var(--line); }
.axis { stroke: var(--faint); }
.goal { stroke: var(--goal); stroke-width: 1.5; stroke-dasharray: 6 4; }
.ours { fill: var(--ours); }
.theirs { fill: var(--theirs); }
";

/// One way to come back.
pub struct Panel<'a> {
    pub title: &'a str,
    pub outcome: &'a Outcome,
    /// To be drawn as lines.
    pub goals: Option<Goals>,
}

fn x(ms: f64) -> f64 {
    LEFT + ms / MOMENT_MS
}

/// How high a share, in per cent, is above the panel's floor.
fn height(percent: f64) -> f64 {
    PANEL_HEIGHT * (percent / LEAST).log10().max(0.0) / (100.0 / LEAST).log10()
}

fn line(svg: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let ((x1, y1), (x2, y2)) = (from, to);
    _ = writeln!(
        svg,
        r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#
    );
}

fn text(svg: &mut String, class: &str, (x, y): (f64, f64), text: &str) {
    _ = writeln!(
        svg,
        r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{text}</text>"#
    );
}

/// The outline of what the server saw.
fn silhouette(outcome: &Outcome, floor: f64) -> String {
    let mut path = format!("M{LEFT} {floor:.1}");
    for count in outcome.moments.iter().take(MOMENTS) {
        let percent = 100.0 * f64::from(*count) / f64::from(outcome.clients);
        _ = write!(path, "V{:.1}h1", floor - height(percent));
    }
    _ = write!(path, "V{floor:.1}Z");
    path
}

fn goal(svg: &mut String, percent: f64, floor: f64, from_ms: f64, to_ms: f64) {
    let y = floor - height(percent);
    line(svg, "goal", (x(from_ms), y), (x(to_ms), y));
    let label = format!("goal {percent} %");
    text(svg, "goal-text end", (x(to_ms) - 6.0, y - 6.0), &label);
}

fn panel(svg: &mut String, top: f64, panel: &Panel<'_>) {
    let floor = top + PANEL_HEIGHT;
    let end_ms = MOMENTS as f64 * MOMENT_MS;
    _ = writeln!(
        svg,
        r#"<rect class="down" x="{LEFT}" y="{top:.1}" width="{:.1}" height="{PANEL_HEIGHT}"/>"#,
        DOWN_MS / MOMENT_MS
    );
    let title = format!(
        "{}: worst 100 ms {:.1} % while down, {:.1} % after",
        panel.title,
        panel.outcome.worst_while_down(),
        panel.outcome.worst_after_return()
    );
    text(svg, "panel", (LEFT, top - 12.0), &title);
    for percent in [100.0, 10.0, 1.0, LEAST] {
        let y = floor - height(percent);
        line(svg, "grid", (LEFT, y), (x(end_ms), y));
        text(
            svg,
            "faint end",
            (LEFT - 8.0, y + 4.0),
            &format!("{percent} %"),
        );
    }
    let class = if panel.goals.is_some() {
        "ours"
    } else {
        "theirs"
    };
    _ = writeln!(
        svg,
        r#"<path class="{class}" d="{}"/>"#,
        silhouette(panel.outcome, floor)
    );
    line(svg, "axis", (LEFT, floor), (x(end_ms), floor));
    line(svg, "axis", (x(DOWN_MS), top), (x(DOWN_MS), floor));
    for seconds in (0..=80).step_by(10) {
        let at = x(f64::from(seconds) * 1_000.0);
        line(svg, "axis", (at, floor), (at, floor + 5.0));
        text(
            svg,
            "faint middle",
            (at, floor + 19.0),
            &seconds.to_string(),
        );
    }
    if let Some(goals) = panel.goals {
        goal(svg, goals.worst_percent_while_down, floor, 0.0, DOWN_MS);
        goal(
            svg,
            goals.worst_percent_after_return,
            floor,
            DOWN_MS,
            end_ms,
        );
    }
}

/// The whole plot.
pub fn draw(title: &str, panels: &[Panel<'_>]) -> String {
    let bottom = PANEL_TOP + PANEL_STEP * panels.len() as f64;
    let height = bottom + 8.0;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}">
<title>{title}</title>
<style>{STYLE}</style>
<rect class="paper" width="100%" height="100%"/>
"#
    );
    text(&mut svg, "title", (LEFT, 34.0), title);
    text(
        &mut svg,
        "faint",
        (LEFT, 56.0),
        "Handshakes that reach the server in each 100 ms, logarithmic scale",
    );
    let beside = PANEL_TOP + 16.0;
    for (place, one) in panels.iter().enumerate() {
        panel(&mut svg, PANEL_TOP + PANEL_STEP * place as f64, one);
    }
    text(
        &mut svg,
        "faint end",
        (x(DOWN_MS) - 6.0, beside),
        "server down",
    );
    text(&mut svg, "faint", (x(DOWN_MS) + 6.0, beside), "server back");
    let middle = (PANEL_TOP + bottom - 58.0) / 2.0;
    _ = writeln!(
        svg,
        r#"<text class="middle" transform="translate(24 {middle}) rotate(-90)">share of the clients per 100 ms</text>"#
    );
    text(
        &mut svg,
        "middle",
        (LEFT + MOMENTS as f64 / 2.0, bottom - 10.0),
        "seconds since the server went down",
    );
    svg.push_str("</svg>\n");
    svg
}
