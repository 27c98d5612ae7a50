import { afterEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../src/db/connection/client'
import { clientOf, settingsOf } from './api'
import { expectError } from './errors'

const ENDPOINT = 'https://neon.test/sql'
const URL = 'postgresql://owner:pa55word@db.test/legbook'
/** Data and names that Postgres or Neon quote and that must not be repeated. */
const QUOTED = 'owner-7 PA3LEAK90210'

afterEach(() => vi.unstubAllGlobals())

/** Requests orders from a database with this response. */
async function ask(answer: () => Promise<Response>) {
  vi.stubGlobal('fetch', answer)
  const client = clientOf({
    db: openDatabase({ url: URL, endpoint: ENDPOINT }),
    settings: settingsOf({ DATABASE_URL: URL, NEON_HTTP_ENDPOINT: ENDPOINT }),
    now: () => new Date(),
    sync: () => Promise.reject(new Error('no sync is expected here')),
  })
  const response = await client.request('/orders')
  return { response, logged: client.logged, log: JSON.stringify(client.logged) }
}

const refusal = (status: number, body: object | string) => async () =>
  typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status })

const withState = (code: string, message = `quotes ${QUOTED}`) =>
  refusal(400, { message, code, severity: 'ERROR', detail: QUOTED })

/** A response of Neon's proxy itself, which has an empty code. */
const fromProxy = (status: number, message: string) =>
  refusal(status, { message, code: '', severity: '', detail: null })

describe('a failure of the database', () => {
  it.each([
    '57014',
    '40001',
    '40P01',
    '25006',
    'XX000',
    'XX001',
    '53000',
    '53200',
    '53300',
    '55P03',
    '57P01',
    '57P02',
    '57P03',
    '08000',
    '08006',
    '08P01',
  ])('%s is answered with database_unavailable and Retry-After', async (code) => {
    const { response, logged, log } = await ask(withState(code))
    const seconds = Number(response.headers.get('Retry-After'))
    expect(seconds >= 1 && seconds <= 60).toBe(true)
    const { message } = await expectError(response, 'database_unavailable')
    expect(logged).toMatchObject([{ event: 'request_failed', sqlstate: code }])
    expect(`${message}${log}`).not.toMatch(new RegExp(`${QUOTED}|pa55word`))
  })

  it.each([
    ['23505', 'a key that is there already'],
    ['23514', 'a check'],
    ['22P02', 'a value that is not of its type'],
    ['42601', 'a statement that is none'],
    ['P0001', 'a trigger'],
  ])(
    '%s, %s, stays internal_error, and the log has the SQLSTATE without the data',
    async (code) => {
      const { response, logged, log } = await ask(withState(code))
      expect(response.headers.get('Retry-After')).toBeNull()
      await expectError(response, 'internal_error')
      expect(logged).toMatchObject([
        { event: 'request_failed', code: 'internal_error', sqlstate: code },
      ])
      expect(log).not.toContain(QUOTED)
    },
  )

  const QUOTA = 'Your account or project has exceeded the compute time quota. Upgrade your plan.'
  it.each([
    ['a wrong password', withState('28P01'), 'password', null],
    [
      'a wrong password, as the proxy says it',
      fromProxy(400, `password authentication failed for user '${QUOTED}'`),
      'password',
      null,
    ],
    ['a database that is not there', withState('3D000'), 'does not exist', null],
    ['a missing table', withState('42P01'), 'db:migrate', null],
    ['a missing column', withState('42703'), 'db:migrate', null],
    ['a missing function', withState('42883', 'function x() does not exist'), 'db:migrate', null],
    ['too few rights', withState('42501'), 'rights', null],
    ['a full disk', withState('53100'), 'room', '3600'],
    ['a used up quota', fromProxy(500, QUOTA), 'quota', '3600'],
    ['a used up quota with XX000', withState('XX000', QUOTA), 'quota', '3600'],
    ['a used up quota without JSON', refusal(402, 'Payment Required'), 'quota', '3600'],
    [
      'a disabled endpoint',
      fromProxy(500, 'Control plane request failed: endpoint is disabled'),
      'disabled',
      null,
    ],
    [
      'an endpoint that is not there',
      fromProxy(400, 'Control plane request failed: endpoint cannot be found'),
      'knows no endpoint',
      null,
    ],
    [
      'an address that is not let in',
      fromProxy(400, 'This IP address 192.0.2.1 is not allowed to connect to this endpoint.'),
      'allowed addresses',
      null,
    ],
    [
      'a connection string that is none',
      fromProxy(400, `invalid connection string: ${QUOTED}`),
      'DATABASE_URL',
      null,
    ],
    ['a database that does not wake', fromProxy(500, "Couldn't connect to compute node"), '', '5'],
    ['a Postgres error with 500', refusal(500, { message: QUOTED, code: '57P03' }), '', '5'],
    ['too many connections', fromProxy(500, 'Failed to acquire permit to connect'), '', '5'],
    ['a gateway', refusal(502, `<html>${QUOTED}</html>`), 'did not answer', '5'],
    ['400 without JSON', refusal(400, QUOTED), 'did not answer', '5'],
    ['JSON that is no error', refusal(503, '[]'), 'did not answer', '5'],
    ['an answer of no JSON', refusal(200, QUOTED), 'did not answer', '5'],
    [
      'no answer',
      () => Promise.reject(new TypeError(`fetch of ${QUOTED} failed`)),
      'did not answer',
      '5',
    ],
  ])('%s is named in the message', async (_, answer, says, retryAfter) => {
    const { response, log } = await ask(answer)
    expect(response.headers.get('Retry-After')).toBe(retryAfter)
    const { message } = await expectError(response, 'database_unavailable')
    expect(message).toContain(says)
    expect(`${message}${log}`).not.toMatch(new RegExp(`${QUOTED}|pa55word|owner-7`))
  })

  it('is logged with the message of Postgres, but not with that of a trigger', async () => {
    const said = 'relation "alpaca_orders" does not exist'
    const body = { message: said, code: '42P01' }
    const own = await ask(refusal(400, { ...body, routine: 'parserOpenTable' }))
    expect(own.logged).toMatchObject([{ sqlstate: '42P01', message: said }])
    const raised = await ask(refusal(400, { ...body, routine: 'exec_stmt_raise' }))
    expect(raised.log).not.toContain(said.replaceAll('"', '\\"'))
  })

  it.each([
    ['an operator that does not exist', withState('42883', 'operator does not exist: text = uuid')],
    [
      'an answer that is too large',
      fromProxy(507, 'response is too large (max is 67108864 bytes)'),
    ],
  ])('%s is answered with internal_error', async (_, answer) => {
    await expectError((await ask(answer)).response, 'internal_error')
  })
})
