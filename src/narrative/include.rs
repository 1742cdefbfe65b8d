//! Partials without copies.
//!
//! The engine copies the whole context each time a template writes `{{> partial}}`, which takes longer than all the rest
//! of a build. So each partial expression, once the templates are checked, is replaced by a helper that renders the same
//! template where the context lies. What a partial sees is the same: the value it is given or that is there already, its
//! named arguments, and `@index` and the like of the loop around it.

use handlebars::template::{HelperTemplate, Parameter, Template, TemplateElement};
use handlebars::{
    BlockContext, BlockParams, Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext,
    RenderErrorReason, Renderable,
};

use super::helpers;

/// The helper's name: no template can write it.
const NAME: &str = "> partial";

/// Replaces the partial expressions of every registered template.
pub(super) fn replace(engine: &mut Handlebars) {
    // The engine's own types for a call cannot be made, only read from a template and changed.
    let Some(TemplateElement::Expression(call)) =
        Template::compile("{{call 0}}").ok().and_then(|t| t.elements.into_iter().next())
    else {
        return;
    };
    engine.register_helper(NAME, Box::new(Include));
    let mut names: Vec<String> = engine.get_templates().keys().cloned().collect();
    names.sort();
    for name in names {
        if let Some(mut template) = engine.get_template(&name).cloned() {
            elements(&mut template, &call);
            engine.register_template(&name, template);
        }
    }
}

fn elements(template: &mut Template, call: &HelperTemplate) {
    for element in &mut template.elements {
        match element {
            // A partial whose name is itself worked out stays as it is.
            TemplateElement::PartialExpression(partial) => {
                if let Some(name) = partial.name.as_name() {
                    let name = Parameter::Literal(name.into());
                    let mut call = call.clone();
                    call.name = Parameter::Name(NAME.into());
                    call.params = std::iter::once(name).chain(partial.params.iter().cloned()).collect();
                    call.hash.clone_from(&partial.hash);
                    *element = TemplateElement::Expression(Box::new(call));
                }
            }
            TemplateElement::Expression(value) if value.params.is_empty() && value.hash.is_empty() => {
                let mut call = call.clone();
                call.params = vec![value.name.clone()];
                call.name = Parameter::Name(helpers::VALUE.name.into());
                *element = TemplateElement::Expression(Box::new(call));
            }
            TemplateElement::HelperBlock(block) => {
                block.template.iter_mut().chain(&mut block.inverse).for_each(|t| elements(t, call));
            }
            _ => {}
        }
    }
}

struct Include;

impl HelperDef for Include {
    fn call<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        r: &'reg Handlebars<'reg>,
        ctx: &'rc Context,
        rc: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = h.param(0).and_then(|p| p.value().as_str()).unwrap_or_default();
        let template = r.get_template(name).ok_or_else(|| RenderErrorReason::PartialNotFound(name.into()))?;
        if rc.is_current_template(name) {
            return Err(RenderErrorReason::CannotIncludeSelf.into());
        }
        // Values of the view are given by their paths, so that it is still known where they come from. Paths are taken
        // from a block's own place: that of this one is the whole view.
        let mut given = BlockContext::new();
        let mut arguments = BlockParams::new();
        for (key, value) in h.hash() {
            match value.context_path() {
                Some(path) => arguments.add_path(key, path.clone())?,
                None => arguments.add_value(key, value.value().clone())?,
            }
        }
        given.set_block_params(arguments);
        let mut block = BlockContext::new();
        match (h.param(1), rc.block()) {
            (Some(given), _) => match given.context_path() {
                Some(path) => block.base_path_mut().clone_from(path),
                None => block.set_base_value(given.value().clone()),
            },
            (None, Some(around)) => {
                block.base_path_mut().clone_from(around.base_path());
                if let Some(value) = around.base_value() {
                    block.set_base_value(value.clone());
                }
            }
            (None, None) => {}
        }
        if let Some(around) = rc.block() {
            block.local_variables_mut().clone_from(around.local_variables());
        }
        let named = !h.hash().is_empty();
        if named {
            rc.push_block(given);
        }
        let includer = rc.get_current_template_name();
        rc.push_block(block);
        let rendered = template.render(r, ctx, rc, out);
        rc.pop_block();
        if named {
            rc.pop_block();
        }
        rc.set_current_template_name(includer);
        rendered
    }
}
