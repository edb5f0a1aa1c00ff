import assert from 'node:assert/strict';
import { enclosingGoHandler, isGoRequestData, isGoRequestText } from '../../../src/engine/facts/go/handlers';
import { closest } from '../../../src/engine/syntax/nodes';
import { goSource, nodeAt } from '../support/parse';

const file = (imports: readonly string[], code: string) => `package api\n\nimport (\n${imports.map((path) => `\t"${path}"\n`).join('')})\n\n${code}\n`;

const http = (body: string, more: readonly string[] = [], rest = '') => file(['net/http', ...more], `func list(w http.ResponseWriter, r *http.Request) {\n${body}\n}\n${rest}`);
const gin = (body: string) => file(['github.com/gin-gonic/gin'], `func list(c *gin.Context) {\n${body}\n}`);
const echo = (body: string) => file(['github.com/labstack/echo/v4'], `func list(c echo.Context) error {\n${body}\nreturn nil\n}`);
const fiber = (body: string) => file(['github.com/gofiber/fiber/v2'], `func list(c *fiber.Ctx) error {\n${body}\nreturn nil\n}`);

const fromRequest: readonly [name: string, text: string][] = [
  ['a query value', http('use(r.URL.Query().Get("q"))')],
  ['a form value', http('q := r.FormValue("q")\nuse(q)')],
  ['a path value', http('use(r.PathValue("id"))')],
  ['a header', http('use(r.Header.Get("X-Tenant"))')],
  ['a cookie', http('cookie, err := r.Cookie("s")\nuse(cookie.Value)')],
  ['an index', http('use(r.URL.Query()["q"][0])')],
  ['a variable assigned later', http('var q string\nif x {\nq = r.FormValue("q")\n}\nuse(q)')],
  ['a trimmed value', http('use(strings.TrimSpace(r.FormValue("q")))', ['strings'])],
  ['a formatted value', http('use(fmt.Sprintf("%%%s%%", r.FormValue("q")))', ['fmt'])],
  ['a concatenation', http('use("%" + r.FormValue("q"))')],
  ['a decoded body', http('var input struct{ Name string }\njson.NewDecoder(r.Body).Decode(&input)\nuse(input.Name)', ['encoding/json'])],
  ['an unmarshalled body', http('body, err := io.ReadAll(r.Body)\nvar input Input\njson.Unmarshal(body, &input)\nuse(input.Name)', ['encoding/json', 'io'])],
  ['a field assigned later', http('input := &Input{}\ninput.Name = r.FormValue("q")\nuse(input.Name)')],
  ['an element of a list', http('for _, id := range r.Form["id"] {\nuse(id)\n}')],
  ['chi', http('use(chi.URLParam(r, "id"))', ['github.com/go-chi/chi/v5'])],
  ['mux', http('vars := mux.Vars(r)\nuse(vars["id"])', ['github.com/gorilla/mux'])],
  ['a helper', http('find(r.FormValue("q"))', [], 'func find(q string) {\nuse(q)\n}')],
  ['a method', http('s.find(r.FormValue("q"))', [], 'func (s *Store) find(q string) {\nuse(q)\n}')],
  ['gin', gin('use(c.Query("q"))')],
  ['gin body', gin('var input Input\nif err := c.ShouldBindJSON(&input); err != nil {\nreturn\n}\nuse(input.Name)')],
  ['gin default', gin('use(c.DefaultQuery("sort", "id"))')],
  ['echo', echo('use(c.QueryParam("q"))')],
  ['echo bind', echo('input := new(Input)\nc.Bind(input)\nuse(input.Name)')],
  ['fiber', fiber('use(c.Query("q"))')],
  ['fiber body', fiber('input := Input{}\nc.BodyParser(&input)\nuse(input.Name)')],
];

const numbers: readonly [name: string, text: string][] = [
  ['Atoi', http('id, err := strconv.Atoi(r.FormValue("id"))\nuse(id)', ['strconv'])],
  ['a uuid', http('id, err := uuid.Parse(r.PathValue("id"))\nuse(id)', ['github.com/google/uuid'])],
  ['a number of a helper', http('id, _ := strconv.Atoi(r.FormValue("id"))\nfind(id)', ['strconv'], 'func find(id int) {\nuse(id)\n}')],
];

const elsewhere: readonly [name: string, text: string][] = [
  ['a constant', http('q := "x"\nuse(q)')],
  ['the context', http('use(r.Context().Value("user"))')],
  ['the method', http('use(r.Method)')],
  ['a parameter of unknown callers', file([], 'func find(q string) {\nuse(q)\n}')],
  ['a decoded answer', http('var input Input\njson.NewDecoder(resp.Body).Decode(&input)\nuse(input.Name)', ['encoding/json'])],
  ['an index of a range', http('for i := range r.Form["id"] {\nuse(i)\n}')],
  ['a gin value of the server', gin('use(c.GetString("user"))')],
  ['an error', http('id, err := strconv.Atoi(r.FormValue("id"))\nuse(err)', ['strconv'])],
];

async function judged(text: string) {
  const source = await goSource(text);
  const at = text.lastIndexOf('use(');
  const given = closest(nodeAt(source, text.slice(at, at + 4)), new Set(['call_expression']))?.childForFieldName('arguments')?.namedChildren[0];
  assert.ok(given != null);
  return [isGoRequestData(given, source), isGoRequestText(given, source)];
}

describe('isGoRequestData', () => {
  for (const [name, text] of fromRequest) it(`knows ${name}`, async () => assert.deepEqual(await judged(text), [true, true]));
  for (const [name, text] of numbers) it(`tells ${name} from text`, async () => assert.deepEqual(await judged(text), [true, false]));
  for (const [name, text] of elsewhere) it(`does not take ${name} for it`, async () => assert.deepEqual(await judged(text), [false, false]));
});

it('gives up a query that is put together in many assignments', async () => {
  const methods = ['Where', 'And', 'Or', 'Join', 'LeftJoin', 'OrderBy', 'GroupBy', 'Having', 'Limit', 'Offset'];
  const links = methods.map((method) => `if filter.${method} != nil {\nquery = query.${method}(filter.${method})\n}`);
  assert.deepEqual(await judged(file([], `func list(filter Filter) {\nquery := db.Select()\n${links.join('\n')}\nuse(query)\n}`)), [false, false]);
});

describe('goHandlerOf', () => {
  for (const [name, text, expected] of [
    ['net/http', http('use()'), 'net/http r'],
    ['a function literal', file(['net/http'], 'func mount() {\nhttp.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {\nuse()\n})\n}'), 'net/http req'],
    ['a method', file(['net/http'], 'func (s *Server) list(w http.ResponseWriter, r *http.Request) {\nuse()\n}'), 'net/http r'],
    ['chi', http('use(chi.URLParam(r, "id"))', ['github.com/go-chi/chi/v5']), 'chi r'],
    ['gin', gin('use()'), 'gin c'],
    ['echo', echo('use()'), 'echo c'],
    ['fiber', fiber('use()'), 'fiber c'],
    ['a function that only reads a request', file(['net/http'], 'func read(r *http.Request) {\nuse()\n}'), ''],
    ['any other function', file(['context'], 'func read(ctx context.Context) {\nuse()\n}'), ''],
  ] as const) {
    it(`${expected === '' ? 'leaves' : 'knows'} ${name}`, async () => {
      const source = await goSource(text);
      const handler = enclosingGoHandler(nodeAt(source, 'use('), source)?.handler;
      assert.equal(handler === undefined ? '' : `${handler.framework} ${handler.request.text}`, expected);
    });
  }
});
