import { parseArgs } from 'node:util'
import { type Command, type Option, optionName, optionsOf } from './command.js'
import { UsageError } from './exit-codes.js'
import { nearestWord } from './nearest.js'

/** Options of every command. */
export const COMMON_OPTIONS: readonly Option[] = [
  { name: 'url', value: 'URL', description: 'Address of the Worker. Default: LEGBOOK_URL.' },
  {
    name: 'token-file',
    value: 'FILE',
    description: 'File with the token; - is the standard input. Default: LEGBOOK_TOKEN.',
  },
  { name: 'json', description: "Prints the API's JSON, for scripts." },
  { name: 'help', description: 'Prints this help.' },
]

const VERSION: Option = { name: 'version', description: 'Prints the version.' }

/** What the arguments ask for. */
export interface Asked {
  /** Null without a command. */
  command: Command | null
  args: string[]
  /** Values by option name; flags have an empty one. */
  options: ReadonlyMap<string, string>
}

/**
 * Reads the arguments of a call.
 *
 * @throws UsageError for anything that no command knows. The message names options and commands,
 * and never a value: a mistyped option can be followed by a token.
 */
export function readArguments(argv: readonly string[], commands: readonly Command[]): Asked {
  const known = new Map(
    [...COMMON_OPTIONS, VERSION, ...commands.flatMap(optionsOf)].map((one) => [one.name, one]),
  )
  const types = [...known.values()].map(({ name, value }) => [
    name,
    {
      type: value === undefined ? ('boolean' as const) : ('string' as const),
      ...(name === 'help' && { short: 'h' }),
    },
  ])
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = tokens.filter((token) => token.kind === 'option')
  const [name, ...args] = positionals
  const command = name === undefined ? null : (commands.find((one) => one.name === name) ?? null)
  const allowed = [...COMMON_OPTIONS, ...(command ? optionsOf(command) : [VERSION])]
  const options = new Map<string, string>()
  for (const token of given) {
    const option = allowed.find((one) => one.name === token.name)
    if (option === undefined) throw unknownOption(token.name, allowed, command)
    if (options.has(option.name)) throw new UsageError(`--${option.name} is given twice.`)
    options.set(option.name, checkedValue(option, token.value, token.inlineValue))
  }
  if (name !== undefined && command === null) throw unknownCommand(name, commands)
  if (command && !options.has('help')) checkArguments(command, args)
  return { command, args, options }
}

function checkedValue(
  option: Option,
  value: string | undefined,
  isInline: boolean | undefined,
): string {
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`--${option.name} takes no value.`)
    return ''
  }
  const isMissing = value === undefined || value === ''
  if (isMissing || (!isInline && /^-./.test(value))) {
    throw new UsageError(`--${option.name} needs a value: --${option.name}=${option.value}.`)
  }
  return value
}

const NO_TOKEN =
  'No option takes a token, because other users of this machine could read it: set LEGBOOK_TOKEN, or give --token-file FILE.'

function unknownOption(
  name: string,
  allowed: readonly Option[],
  command: Command | null,
): UsageError {
  if (name === 'token') return new UsageError(NO_TOKEN)
  const near = nearestWord(
    name,
    allowed.map((one) => one.name),
  )
  const help = command ? `legbook ${command.name} --help` : 'legbook --help'
  const hint = near === null ? `${help} lists the options` : `did you mean --${near}?`
  const shown = /^[\w-]{1,40}$/.test(name) ? `--${name}` : 'One of the options'
  const isNot = command ? `is not an option of legbook ${command.name}` : 'is not an option'
  return new UsageError(`${shown} ${isNot}: ${hint}${hint.endsWith('?') ? '' : '.'}`)
}

function unknownCommand(name: string, commands: readonly Command[]): UsageError {
  const near = nearestWord(
    name,
    commands.map((one) => one.name),
  )
  return new UsageError(
    near === null
      ? 'There is no such command: legbook --help lists them.'
      : `legbook has no command of this name: did you mean ${near}?`,
  )
}

function checkArguments({ name, argument }: Command, args: readonly string[]): void {
  const [first, ...more] = args
  if (argument === undefined) {
    if (first !== undefined) throw new UsageError(`legbook ${name} takes no argument.`)
    return
  }
  if (more.length > 0) throw new UsageError(`legbook ${name} takes one argument.`)
  if (first === undefined) {
    if (argument.isOptional) return
    throw new UsageError(`${argument.name} is missing: legbook ${name} ${argument.name}.`)
  }
  if (argument.words && !argument.words.includes(first)) {
    throw new UsageError(`${argument.name} must be one of ${argument.words.join(', ')}.`)
  }
}

/** The values of a command's parameters, by the API's names. */
export function parametersIn(
  { parameters }: Command,
  options: ReadonlyMap<string, string>,
): Record<string, string> {
  const given: Record<string, string> = {}
  for (const { name } of parameters) {
    const value = options.get(optionName(name))
    if (value !== undefined) given[name] = value
  }
  return given
}
