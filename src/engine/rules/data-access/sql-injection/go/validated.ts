import { enclosingGoFunction } from '../../../../facts/go/scope';
import { parentDir } from '../../../../facts/project/project';
import type { GoSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';

/** `req.Validate()`, `validate.Struct(req)`, `govalidator.IsUUID(id)`. */
const validates = /\b(?:valid\w*|\w*validator)\.\w+\(|\.Valid(?:ate)?\w*\(/i;

/** Tags by which a binder lets only some texts through; `required`, `max` and `email` let a quote pass. */
const strictTag = /\b(?:binding|validate|valid)\s*:\s*"[^"]*\b(?:uuid\w*|ulid|oneof|eq|numeric|number|alpha\w*|hexadecimal|boolean|datetime|ip(?:v[46])?|mongodb|in\(|matches\(|int)/;

/** `mux.Vars(r)["id"]` and `chi.URLParam(r, "id")`, whose routes may hold a pattern. */
const readsPath = /\bmux\.Vars\(|\bchi\.URLParam/;

const mostFiles = 20;

/** True where something before the statement may let only some values of the request through; what it lets through is not known here. */
export function mayBeValidated(expression: Node, source: GoSource): boolean {
  const fn = enclosingGoFunction(expression);
  if (fn === undefined) return false;
  return validates.test(fn.text) || (readsPath.test(fn.text) && hasPattern(fn, source)) || isBoundStrictly(expression, source);
}

/** The route of the handler, in any file that names it, lets only some values match: `/orders/{id:[0-9]+}`. */
function hasPattern(fn: Node, { file, text, project }: GoSource): boolean {
  const name = field(fn, 'name')?.text;
  if (name === undefined) return false;
  const route = new RegExp(`\\{\\w+:[^}\\n]+\\}[^\\n]*\\b${name}\\b`);
  const dir = parentDir(parentDir(file) ?? '') ?? parentDir(file) ?? '';
  return route.test(text) || (project.filesWith(name, dir) ?? []).slice(0, mostFiles).some((each) => route.test(project.read(each) ?? ''));
}

/** `body.ID`, a field of a struct of the package whose tag is strict, or of a struct that the package does not declare. */
function isBoundStrictly(expression: Node, { file, text, project, origins }: GoSource): boolean {
  const name = expression.type === 'selector_expression' ? field(expression, 'field')?.text : undefined;
  const receiver = name === undefined ? undefined : field(expression, 'operand');
  if (name === undefined || receiver?.type !== 'identifier' || origins.of(receiver)?.module === 'github.com/aws/aws-lambda-go/events') return false;
  const declared = new RegExp(`^[ \\t]*(?:\\w+,[ \\t]*)*${name}\\b(?:,[ \\t]*\\w+)*[ \\t]+\\*?(?:\\[\\])?string\\b.*$`, 'gm');
  const dir = parentDir(file) ?? '';
  const others = project.names(dir).filter((each) => each.endsWith('.go') && `${dir}/${each}` !== file);
  const texts = [text, ...others.map((each) => project.read(`${dir}/${each}`) ?? '')];
  const lines = texts.flatMap((each) => [...each.matchAll(declared)].map(([line]) => line));
  return lines.length === 0 || lines.some((line) => strictTag.test(line));
}
