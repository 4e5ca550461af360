//! Finds the glyphs of a page, and joins those that follow each other on a line.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Number, ObjRef, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::fonts::PdfFont;
use super::nesting::NestingDepth;
use super::work::{LOOK_UP, STEP, WorkLimit};
use crate::reading::formats::error::ReadingFault;
use crate::reading::formats::lines::MAX_TEXT_SIZE;

/// Maximum depth of forms within each other.
const MAX_FORM_DEPTH: usize = 12;

/// Maximum number of saved states.
const MAX_STATES: usize = 1_000;

/// Maximum number of shapes of a page that are taken for bullets.
const MAX_BULLETS: usize = 10_000;

/// Size in bytes that a piece of text counts beside its letters.
const SEGMENT_SIZE: usize = 16;

/// A piece of text on a line.
#[derive(Debug, Clone)]
pub(super) struct PdfSegment {
    /// Its left and right ends.
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its baseline, from the bottom of the page.
    pub(super) baseline: f64,
    /// The size of its type.
    pub(super) size: f64,
    /// Its text.
    pub(super) text: String,
    /// Number of its letters, and of those that are bold.
    pub(super) letters: usize,
    pub(super) bold: usize,
    /// Whether it is a bullet that is drawn as a shape.
    pub(super) is_drawn: bool,
}

/// The text of a page.
pub(super) struct PageText {
    /// The pieces of text in the order of the document.
    pub(super) segments: Vec<PdfSegment>,
    /// Number of glyphs whose text is known, and of those where it is not.
    pub(super) known: usize,
    pub(super) unknown: usize,
}

type Matrix = [f64; 6];

/// State of drawing.
#[derive(Clone)]
struct DrawingState {
    matrix: Matrix,
    font: Option<Rc<PdfFont>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
}

/// Reader of the pages of a document.
#[derive(Default)]
pub(super) struct DocumentReader {
    fonts: HashMap<ObjRef, Rc<PdfFont>>,
    work: WorkLimit,
    /// Size of the text so far.
    size: usize,
}

/// Resources by their names, which differ between forms.
#[derive(Default)]
struct ResourceNames {
    /// Fonts by their names; `None` where there is none.
    fonts: HashMap<Vec<u8>, Option<Rc<PdfFont>>>,
    /// Names of objects that are not forms.
    others: HashSet<Vec<u8>>,
}

/// Reader of the content of a page.
struct PageReader<'a> {
    document: &'a mut DocumentReader,
    state: DrawingState,
    saved: Vec<DrawingState>,
    text_matrix: Matrix,
    line_matrix: Matrix,
    names: ResourceNames,
    page: PageText,
    bullets: usize,
    /// The corners of the open shape: least and greatest place.
    shape: Option<[(f64, f64); 2]>,
    /// For each open part of marked content, whether it is not part of the text.
    marked: Vec<bool>,
    /// Number of those that are not.
    artifacts: usize,
}

impl DocumentReader {
    /// Reads the text of a page.
    ///
    /// # Errors
    ///
    /// When that is more work than is left, or there is too much text.
    pub(super) fn read_page(&mut self, page: &Page<'_>) -> Result<PageText, ReadingFault> {
        self.check_contents(page)?;
        let content = page.page_stream().unwrap_or_default();
        self.work.spend(content.len())?;
        NestingDepth::default().follow(content)?;
        let mut reader = PageReader::new(self, page.initial_transform(false).as_coeffs());
        reader.content(page.typed_operations(), page.resources(), 0)?;
        Ok(reader.page)
    }

    /// Checks the parts of the content of a page, which may name the same one many times.
    fn check_contents(&mut self, page: &Page<'_>) -> Result<(), ReadingFault> {
        let Some(parts) = page.raw().get::<Array<'_>>("Contents") else { return Ok(()) };
        self.work.spend(parts.data().len())?;
        let places: Vec<ObjRef> = parts.raw_iter().filter_map(|part| part.as_obj_ref()).collect();
        if places.iter().collect::<HashSet<_>>().len() < places.len() {
            for part in parts.iter::<Stream<'_>>() {
                self.work.spend(part.decoded().map_or(LOOK_UP, |part| part.len() + LOOK_UP))?;
            }
        }
        Ok(())
    }
}

impl<'a> PageReader<'a> {
    fn new(document: &'a mut DocumentReader, matrix: Matrix) -> Self {
        let state = DrawingState {
            matrix,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
        };
        Self {
            document,
            state,
            saved: Vec::new(),
            text_matrix: IDENTITY,
            line_matrix: IDENTITY,
            names: ResourceNames::default(),
            page: PageText { segments: Vec::new(), known: 0, unknown: 0 },
            bullets: 0,
            shape: None,
            marked: Vec::new(),
            artifacts: 0,
        }
    }
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Returns the matrix that applies `first`, then `second`.
fn multiplied(first: &Matrix, second: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *first;
    let [g, h, i, j, k, l] = *second;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

impl PageReader<'_> {
    fn content(
        &mut self,
        mut content: TypedIter<'_>,
        resources: &Resources<'_>,
        depth: usize,
    ) -> Result<(), ReadingFault> {
        let outer = self.saved.len();
        while let Some(instruction) = content.next() {
            self.document.work.spend(STEP)?;
            match instruction {
                TypedInstruction::XObject(object) if depth < MAX_FORM_DEPTH => {
                    self.form(object.0, resources, depth)?;
                }
                TypedInstruction::TextFont(font) => {
                    self.state.size = font.1.as_f64();
                    self.state.font = self.font(font.0, resources)?;
                }
                instruction => {
                    self.shape_instruction(&instruction);
                    self.instruction(&instruction)?;
                }
            }
        }
        self.saved.truncate(outer);
        Ok(())
    }

    fn form(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        depth: usize,
    ) -> Result<(), ReadingFault> {
        if self.names.others.contains(&name[..]) {
            return Ok(());
        }
        self.document.work.spend(LOOK_UP)?;
        let form = resources.get_x_object(name).filter(|object| {
            let kind = object.dict().get::<Name<'_>>("Subtype");
            kind.is_some_and(|kind| kind.as_str() == "Form")
        });
        let Some(form) = form else {
            self.names.others.insert(name.to_vec());
            return Ok(());
        };
        let dict = form.dict();
        let Ok(content) = form.decoded() else { return Ok(()) };
        self.document.work.spend(dict.data().len() + content.len())?;
        NestingDepth::default().follow(&content)?;
        let own = dict.get::<Dict<'_>>("Resources").unwrap_or_else(Dict::empty);
        let inner = Resources::from_parent(own, resources.clone());
        let before = self.state.clone();
        if let Some(matrix) = dict.get::<Array<'_>>("Matrix") {
            let numbers: Vec<f64> = matrix.iter::<Number>().map(|n| n.as_f64()).take(6).collect();
            if let Ok(matrix) = Matrix::try_from(numbers) {
                self.state.matrix = multiplied(&matrix, &self.state.matrix);
            }
        }
        // Names of fonts mean something else in a form.
        let names = std::mem::take(&mut self.names);
        let result = self.content(TypedIter::new(&content), &inner, depth + 1);
        self.names = names;
        self.state = before;
        result
    }

    fn font(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
    ) -> Result<Option<Rc<PdfFont>>, ReadingFault> {
        if let Some(font) = self.names.fonts.get(&name[..]) {
            return Ok(font.clone());
        }
        self.document.work.spend(LOOK_UP)?;
        let place = resources.fonts.get_ref(&name[..]);
        let known = place.and_then(|place| self.document.fonts.get(&place)).cloned();
        let font = match known {
            Some(font) => Some(font),
            None => match resources.get_font(name) {
                Some(dict) => Some(Rc::new(PdfFont::new(&dict, &mut self.document.work)?)),
                None => None,
            },
        };
        if let (Some(place), Some(font)) = (place, &font) {
            self.document.fonts.insert(place, Rc::clone(font));
        }
        self.names.fonts.insert(name.to_vec(), font.clone());
        Ok(font)
    }

    fn instruction(&mut self, instruction: &TypedInstruction<'_, '_>) -> Result<(), ReadingFault> {
        match instruction {
            TypedInstruction::SaveState(_) if self.saved.len() < MAX_STATES => {
                self.saved.push(self.state.clone());
            }
            TypedInstruction::RestoreState(_) => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            TypedInstruction::Transform(m) => {
                let matrix = [&m.0, &m.1, &m.2, &m.3, &m.4, &m.5].map(Number::as_f64);
                self.state.matrix = multiplied(&matrix, &self.state.matrix);
            }
            TypedInstruction::BeginText(_) => {
                self.text_matrix = IDENTITY;
                self.line_matrix = IDENTITY;
            }
            TypedInstruction::CharacterSpacing(n) => self.state.character_spacing = n.0.as_f64(),
            TypedInstruction::WordSpacing(n) => self.state.word_spacing = n.0.as_f64(),
            TypedInstruction::HorizontalScaling(n) => self.state.scale = n.0.as_f64() / 100.0,
            TypedInstruction::TextLeading(n) => self.state.leading = n.0.as_f64(),
            TypedInstruction::NextLine(n) => self.next_line(n.0.as_f64(), n.1.as_f64()),
            TypedInstruction::NextLineAndSetLeading(n) => {
                self.state.leading = -n.1.as_f64();
                self.next_line(n.0.as_f64(), n.1.as_f64());
            }
            TypedInstruction::SetTextMatrix(m) => {
                self.line_matrix = [&m.0, &m.1, &m.2, &m.3, &m.4, &m.5].map(Number::as_f64);
                self.text_matrix = self.line_matrix;
            }
            TypedInstruction::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            TypedInstruction::ShowText(text) => self.show(text.0.as_bytes())?,
            TypedInstruction::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text.0.as_bytes())?;
            }
            TypedInstruction::ShowTextWithParameters(text) => {
                self.state.word_spacing = text.0.as_f64();
                self.state.character_spacing = text.1.as_f64();
                self.next_line(0.0, -self.state.leading);
                self.show(text.2.as_bytes())?;
            }
            TypedInstruction::ShowTexts(texts) => {
                for part in texts.0.iter::<Object<'_>>() {
                    match part {
                        Object::String(text) => self.show(text.as_bytes())?,
                        Object::Number(number) => {
                            let shift = -number.as_f64() / 1000.0 * self.state.size;
                            self.advance(shift * self.state.scale);
                        }
                        _ => {}
                    }
                }
            }
            // Heads, feet and ornaments of pages.
            TypedInstruction::BeginMarkedContent(tag) => self.mark(tag.0),
            TypedInstruction::BeginMarkedContentWithProperties(tag) => self.mark(tag.0),
            TypedInstruction::EndMarkedContent(_) => {
                self.artifacts -= usize::from(self.marked.pop().unwrap_or_default());
            }
            _ => {}
        }
        Ok(())
    }

    /// Follows shapes: some programs draw bullets as discs or squares.
    fn shape_instruction(&mut self, instruction: &TypedInstruction<'_, '_>) {
        match instruction {
            TypedInstruction::MoveTo(p) => self.reach(p.0.as_f64(), p.1.as_f64()),
            TypedInstruction::LineTo(p) => self.reach(p.0.as_f64(), p.1.as_f64()),
            TypedInstruction::CubicTo(p) => self.reach(p.4.as_f64(), p.5.as_f64()),
            TypedInstruction::RectPath(p) => {
                let [x, y, width, height] = [&p.0, &p.1, &p.2, &p.3].map(Number::as_f64);
                self.reach(x, y);
                self.reach(x + width, y + height);
            }
            TypedInstruction::FillPathNonZero(_)
            | TypedInstruction::FillPathNonZeroCompatibility(_)
            | TypedInstruction::FillPathEvenOdd(_)
            | TypedInstruction::FillAndStrokeNonZero(_)
            | TypedInstruction::StrokePath(_)
            | TypedInstruction::CloseAndStrokePath(_) => self.end_shape(),
            TypedInstruction::EndPath(_) => self.shape = None,
            _ => {}
        }
    }

    /// Extends the open shape to a point.
    fn reach(&mut self, x: f64, y: f64) {
        let point = [1.0, 0.0, 0.0, 1.0, x, y];
        let [.., x, y] = multiplied(&point, &self.state.matrix);
        let [low, high] = self.shape.unwrap_or([(x, y), (x, y)]);
        self.shape = Some([(low.0.min(x), low.1.min(y)), (high.0.max(x), high.1.max(y))]);
    }

    /// Takes the open shape as a bullet if it is as small and as wide as high.
    fn end_shape(&mut self) {
        let Some([low, high]) = self.shape.take() else { return };
        let (width, height) = (high.0 - low.0, high.1 - low.1);
        let is_bullet = (1.2..=8.0).contains(&height) && (width - height).abs() < 0.3 * height;
        if is_bullet && self.artifacts == 0 && self.bullets < MAX_BULLETS {
            self.bullets += 1;
            // A disc is a third as high as the type, in the middle of small letters.
            self.page.segments.push(PdfSegment {
                left: low.0,
                right: high.0,
                baseline: low.1 - 0.55 * height,
                size: 3.5 * height,
                text: "•".to_string(),
                letters: 0,
                bold: 0,
                is_drawn: true,
            });
        }
    }

    fn mark(&mut self, tag: &Name<'_>) {
        if self.marked.len() < MAX_STATES {
            let is_artifact = tag.as_str() == "Artifact";
            self.artifacts += usize::from(is_artifact);
            self.marked.push(is_artifact);
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line_matrix = multiplied(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line_matrix);
        self.text_matrix = self.line_matrix;
    }

    fn advance(&mut self, x: f64) {
        self.text_matrix = multiplied(&[1.0, 0.0, 0.0, 1.0, x, 0.0], &self.text_matrix);
    }

    fn show(&mut self, bytes: &[u8]) -> Result<(), ReadingFault> {
        let Some(font) = self.state.font.clone() else { return Ok(()) };
        self.document.work.spend(bytes.len() * STEP)?;
        for code in font.codes(bytes) {
            let spacing = self.state.character_spacing
                + if font.is_space(code) { self.state.word_spacing } else { 0.0 };
            let width = (font.width(code) * self.state.size + spacing) * self.state.scale;
            if self.artifacts == 0 {
                self.glyph(&font, code, width);
            }
            self.advance(width);
            // Each piece and line of a text keeps it again.
            if self.document.size > 2 * MAX_TEXT_SIZE {
                return Err(ReadingFault::TooMuchText);
            }
        }
        Ok(())
    }

    fn glyph(&mut self, font: &PdfFont, code: u32, width: f64) {
        let Some(text) = font.text(code) else {
            self.page.unknown += 1;
            return;
        };
        let [a, b, _, d, x, y] = multiplied(&self.text_matrix, &self.state.matrix);
        let size = (self.state.size * d).abs().max((self.state.size * a).abs() * 0.5);
        // Text that runs up or down the page is an ornament.
        let is_level = b.abs() <= a.abs() * 0.2 && a > 0.0;
        if !is_level
            || !(0.5..=2_000.0).contains(&size)
            || ![x, y, width].iter().all(|n| n.is_finite())
        {
            return;
        }
        self.page.known += usize::from(!text.trim().is_empty());
        let place = (x, x + width * a, y);
        self.push(text, place, size, font.is_bold);
    }

    /// Adds a glyph to the last segment if it follows there, or else to a new one.
    fn push(
        &mut self,
        text: &str,
        (left, right, baseline): (f64, f64, f64),
        size: f64,
        is_bold: bool,
    ) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let bold = if is_bold { letters } else { 0 };
        let is_blank = text.trim().is_empty();
        self.document.size += text.len();
        if let Some(last) = self.page.segments.last_mut() {
            let gap = left - last.right;
            let is_on_line = !last.is_drawn
                && (baseline - last.baseline).abs() < 0.4 * size.max(last.size)
                && gap > -0.6 * size
                && gap < 0.9 * size.max(last.size)
                && size < 3.0 * last.size;
            if is_on_line {
                // Bold type is sometimes drawn as the same glyph twice.
                if gap < -0.4 * size && last.text.ends_with(text) && !is_blank {
                    return;
                }
                let has_blank = is_blank || last.text.ends_with(char::is_whitespace);
                if gap > 0.17 * size && !has_blank {
                    last.text.push(' ');
                }
                last.text.push_str(text);
                last.right = last.right.max(right);
                last.letters += letters;
                last.bold += bold;
                last.size = if letters > 0 { last.size.max(size) } else { last.size };
                return;
            }
        }
        if !is_blank {
            let text = text.to_string();
            self.document.size += SEGMENT_SIZE;
            self.page.segments.push(PdfSegment {
                left,
                right,
                baseline,
                size,
                text,
                letters,
                bold,
                is_drawn: false,
            });
        }
    }
}
