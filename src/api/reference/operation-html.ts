import { code, escapeHtml, jsonBlock, prose, table } from './html'
import type { DocumentedResponse, MediaType, OpenApiDocument, Operation } from './openapi'
import { propertyTable, typeOf } from './schema-html'

/** One operation: its parameters, body, responses and errors. */
export function operationSection(
  method: string,
  path: string,
  operation: Operation,
  { components, servers: [server] }: OpenApiDocument,
): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  const isOpen = operation.security?.length === 0
  const answers = Object.entries(responses).map(([status, answer]) =>
    answerSection(status, answer, components.examples),
  )
  return `<section id="${operationId}">
<h3><span class="method ${method}">${method}</span> ${code(`${server.url}${path}`)}</h3>
<p><b>${prose(summary)}.</b> ${description === `${summary}.` ? '' : prose(description)}</p>
<p>${isOpen ? 'Needs no token.' : tokenNeeded(operation)}</p>
${table(
  ['Parameter', 'In', 'Values', ''],
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
</section>`
}

function tokenNeeded({ security = [] }: Operation): string {
  const scopes = security.flatMap((one) => Object.values(one).flat())
  return scopes.length === 0
    ? 'Needs a token, with any scope.'
    : `Needs a token with the scope ${code(scopes.join(', '))}.`
}

type Examples = OpenApiDocument['components']['examples']

function answerSection(status: string, answer: DocumentedResponse, examples: Examples): string {
  const { description, headers, content = {} } = answer
  const own = Object.entries(headers).flatMap(([name, header]) =>
    '$ref' in header ? [] : [[code(name), prose(header.description)]],
  )
  return `<details${status === '200' ? ' open' : ''}><summary>${code(status)} ${prose(description)}</summary>
${table(['Header', ''], own)}${mediaSection(content, examples)}</details>`
}

function mediaSection(content: Record<string, MediaType>, shared: Examples): string {
  return Object.entries(content)
    .map(([type, { schema, examples }]) => {
      const shown = Object.entries(examples).map(([name, example]) => {
        const { value } = '$ref' in example ? { value: shared[name]?.value } : example
        return `<details${name === 'example' ? ' open' : ''}><summary>${escapeHtml(name)}</summary>${jsonBlock(value)}</details>`
      })
      const properties = schema.properties ? propertyTable(schema) : `: ${typeOf(schema)}`
      return `<p>${code(type)}${schema.properties ? '' : properties}</p>${schema.properties ? properties : ''}${shown.join('')}`
    })
    .join('')
}
