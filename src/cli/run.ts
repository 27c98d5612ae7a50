import { readFileSync } from 'node:fs'
import { LegbookError } from '../client/index.js'
import { parametersIn, readArguments } from './arguments.js'
import { type Command, optionName } from './command.js'
import { campaign, trade } from './commands/details.js'
import { accounts, campaigns, orders, positions, trades } from './commands/lists.js'
import { reconcile } from './commands/reconcile.js'
import { stats } from './commands/stats.js'
import { me, status, sync } from './commands/sync.js'
import { connect } from './connection.js'
import { EXIT, type ExitCode, UsageError } from './exit-codes.js'
import { commandHelp, generalHelp } from './help.js'
import type { Output } from './output.js'
import { type Paint, plainText } from './table.js'

const COMMANDS: readonly Command[] = [
  trades,
  trade,
  campaigns,
  campaign,
  stats,
  positions,
  orders,
  reconcile,
  sync,
  status,
  accounts,
  me,
]

/** Where a call comes from and where its output goes. */
export interface Shell {
  env: NodeJS.ProcessEnv
  out: Output
  /** For errors and for what only people read. */
  err: Output
  paint: Paint
}

/** Runs a call of the command line and returns its exit code. Errors go to `err`. */
export async function runCommandLine(argv: readonly string[], shell: Shell): Promise<ExitCode> {
  const secrets: string[] = []
  const known: { host: string | null; command: Command | null } = { host: null, command: null }
  try {
    return await run(argv, shell, (connection) => {
      secrets.push(connection.token)
      Object.assign(known, connection)
    })
  } catch (thrown) {
    const { message, code } = described(thrown, known)
    const text = secrets.reduce((all, secret) => all.replaceAll(secret, '***'), message)
    await shell.err.line(`legbook: ${plainText(text)}`)
    return code
  }
}

type Note = (connection: { host: string; token: string; command: Command }) => void

async function run(argv: readonly string[], shell: Shell, noteConnection: Note): Promise<ExitCode> {
  const { env, out, err, paint } = shell
  const { command, args, options } = readArguments(argv, COMMANDS)
  if (options.has('version')) {
    await out.line(version())
    return EXIT.ok
  }
  if (command === null) {
    if (argv.length > 0 && !options.has('help')) throw new UsageError(NO_COMMAND)
    await out.line(generalHelp(COMMANDS))
    return EXIT.ok
  }
  if (options.has('help')) {
    await out.line(commandHelp(command))
    return EXIT.ok
  }
  const { legbook, host, token } = connect({
    url: options.get('url'),
    tokenFile: options.get('token-file'),
    env,
  })
  noteConnection({ host, token, command })
  return await command.run({
    legbook,
    given: parametersIn(command, options),
    own: options,
    args,
    isJson: options.has('json'),
    out,
    note: err.line,
    paint,
  })
}

const NO_COMMAND = 'A command is missing: legbook --help lists them.'

/** The version in `package.json`, two folders above the source and the built file alike. */
function version(): string {
  const file = new URL('../../package.json', import.meta.url)
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}

interface Known {
  host: string | null
  command: Command | null
}

/** The message and the exit code of an error. */
function described(thrown: unknown, known: Known): { message: string; code: ExitCode } {
  if (thrown instanceof UsageError) return { message: thrown.message, code: EXIT.usage }
  if (thrown instanceof LegbookError) return ofApi(thrown, known)
  if (thrown instanceof TypeError && known.host !== null && isOfFetch(thrown)) {
    const reason = codeOf(thrown.cause)
    return {
      message: `${known.host} does not answer${reason && ` (${reason})`}.`,
      code: EXIT.failed,
    }
  }
  const message = thrown instanceof Error ? thrown.message : 'an unknown error'
  return { message, code: EXIT.failed }
}

/** Codes of errors for which the call is to be changed. */
const WRONG_CALLS = new Set(['invalid_parameter', 'trade_not_found', 'campaign_not_found'])

function ofApi(error: LegbookError, { host, command }: Known): ReturnType<typeof described> {
  if (error.code === 'unreadable') {
    const message = `The answer of ${host} (${error.status}) is not from legbook: check the address.`
    return { message, code: EXIT.failed }
  }
  const isOption = command?.parameters.some(({ name }) => name === error.param) ?? false
  const sentence =
    isOption && error.message.startsWith(`${error.param} `)
      ? `--${optionName(error.param ?? '')}${error.message.slice(error.param?.length)}`
      : error.message
  const wait = error.retryAfter === undefined ? '' : ` Try again in ${error.retryAfter} s.`
  const request = error.requestId === undefined ? '' : ` (request ${error.requestId})`
  return {
    message: `${sentence}${wait}${request}`,
    code: WRONG_CALLS.has(error.code) ? EXIT.usage : EXIT.failed,
  }
}

/** Whether an error is of `fetch`, which has the reason as its cause. */
const isOfFetch = ({ message, cause }: TypeError): boolean =>
  message === 'fetch failed' || message === 'terminated' || cause !== undefined

/** The code of a network error, such as ECONNREFUSED. A message could have the address. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  if ('code' in cause && typeof cause.code === 'string') return cause.code
  return cause instanceof AggregateError ? codeOf(cause.errors[0]) : ''
}
