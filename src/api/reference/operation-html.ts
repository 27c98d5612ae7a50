import { clientLine, curlLine, valuesOf } from './calls'
import { code, escapeHtml, jsonBlock, prose, table } from './html'
import type { DocumentedResponse, MediaType, OpenApiDocument, Operation } from './openapi'
import { RECORDINGS } from './recordings'
import { propertyTable, typeOf } from './schema-html'

/** Operations whose answer is a page: the client has no method for them. */
const PAGES = ['/docs']

/**
 * One operation: its parameters, body, responses and errors, and beside them calls and an answer.
 */
export function operationSection(
  method: string,
  path: string,
  operation: Operation,
  document: OpenApiDocument,
): string {
  const { components, servers } = document
  const [server] = servers
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  const isOpen = operation.security?.length === 0
  const answers = Object.entries(responses).map(([status, answer]) =>
    answerSection(
      status,
      answer,
      RECORDINGS[operationId] && status === '200' ? NO_EXAMPLES : components.examples,
    ),
  )
  return `<section id="${operationId}"><div>
<h3><span class="method ${method}">${method}</span> ${code(`${server.url}${path}`)}</h3>
<p><b>${prose(summary)}.</b> ${description === `${summary}.` ? '' : prose(description)}</p>
<p>${isOpen ? 'Needs no token.' : tokenNeeded(operation)}</p>
${table(
  ['Parameter', 'In', 'Values', 'Description'],
  parameters.map(({ name, in: place, required, schema, description = '' }) => [
    `${code(name)}${required ? ' <i>required</i>' : ''}`,
    place,
    typeOf(schema),
    prose(description),
  ]),
)}
${requestBody ? `<h4>Body</h4>${mediaSection(requestBody.content, components.examples)}` : ''}
<h4>Responses</h4>
${answers.join('\n')}
</div>
<aside aria-label="${escapeHtml(summary)}: calls and an answer">
${callsOf(method, path, operation, document)}
</aside></section>`
}

function callsOf(
  method: string,
  path: string,
  operation: Operation,
  document: OpenApiDocument,
): string {
  const recording = RECORDINGS[operation.operationId]
  const values = valuesOf(operation, recording, document)
  const isOpen = operation.security?.length === 0
  const lines = [
    ['curl', curlLine(method, path, values, !isOpen)],
    ...(PAGES.includes(path) ? [] : [['Client', clientLine(method, path, values)]]),
  ]
  const calls = lines.map(
    ([name = '', line = '']) =>
      `<figure><figcaption>${name}</figcaption><button type="button" class="copy" hidden>Copy</button><pre tabindex="0"><code>${escapeHtml(line)}</code></pre></figure>`,
  )
  if (recording === undefined) return calls.join('')
  const { answer } = recording
  const shown = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)
  return `${calls.join('')}<figure><figcaption>Answer, recorded from the demo account</figcaption><pre tabindex="0"><code>${escapeHtml(shown)}</code></pre></figure>`
}

function tokenNeeded({ security = [] }: Operation): string {
  const scopes = security.flatMap((one) => Object.values(one).flat())
  return scopes.length === 0
    ? 'Needs a token, with any scope.'
    : `Needs a token with the scope ${code(scopes.join(', '))}.`
}

/** For an answer that is recorded. */
const NO_EXAMPLES: Examples = {}

type Examples = OpenApiDocument['components']['examples']

function answerSection(status: string, answer: DocumentedResponse, examples: Examples): string {
  const { description, headers, content = {} } = answer
  const own = Object.entries(headers).flatMap(([name, header]) =>
    '$ref' in header ? [] : [[code(name), prose(header.description)]],
  )
  return `<details${status === '200' ? ' open' : ''}><summary>${code(status)} ${prose(description)}</summary>
${table(['Header', 'Description'], own)}${mediaSection(content, examples)}</details>`
}

function mediaSection(content: Record<string, MediaType>, shared: Examples): string {
  return Object.entries(content)
    .map(([type, { schema, examples }]) => {
      const shown = Object.entries(examples).flatMap(([name, example]) => {
        const { value } = '$ref' in example ? { value: shared[name]?.value } : example
        // The recorded answer stands beside instead.
        if (value === undefined || shared === NO_EXAMPLES) return []
        return `<details${name === 'example' ? ' open' : ''}><summary>${escapeHtml(name)}</summary>${jsonBlock(value)}</details>`
      })
      const properties = schema.properties ? propertyTable(schema) : `: ${typeOf(schema)}`
      return `<p>${code(type)}${schema.properties ? '' : properties}</p>${schema.properties ? properties : ''}${shown.join('')}`
    })
    .join('')
}
