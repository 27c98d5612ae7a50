import { COMMON_OPTIONS } from './arguments.js'
import { type Command, type Option, optionsOf } from './command.js'

const WIDTH = 80
const INDENT = '  '

const EXITS = `Exit codes:
  0  All is well.
  1  reconcile: the ledger differs from the broker.
  2  The command, an option, an argument or a setting is wrong.
  3  The Worker did not answer, refused the token or failed.`

const SETTINGS = `Settings:
  LEGBOOK_URL    Address of the Worker: https://legbook.example.workers.dev
  LEGBOOK_TOKEN  Token with the scope read; sync needs the scope sync.
  NO_COLOR       Without colours, which only a terminal gets.`

/** The help of all commands. */
export const generalHelp = (commands: readonly Command[]): string =>
  [
    'legbook: trades of an Alpaca account, from the Worker that keeps them.',
    'Usage: legbook COMMAND [OPTIONS]',
    `Commands:\n${aligned(commands.map((one) => [usageOf(one), one.summary]))}`,
    `Options of every command:\n${optionLines(COMMON_OPTIONS)}`,
    SETTINGS,
    EXITS,
    'legbook COMMAND --help lists the options of a command.',
  ].join('\n\n')

/** The help of one command. */
export function commandHelp(command: Command): string {
  const own = optionsOf(command)
  const words = command.argument?.words
  return [
    `${command.summary}.`,
    `Usage: legbook ${usageOf(command)} [OPTIONS]`,
    ...(words ? [`${command.argument?.name}: ${words.join(', ')}`] : []),
    ...(own.length > 0 ? [`Options:\n${optionLines(own)}`] : []),
    `Options of every command:\n${optionLines(COMMON_OPTIONS)}`,
    EXITS,
  ].join('\n\n')
}

function usageOf({ name, argument }: Command): string {
  if (argument === undefined) return name
  return `${name} ${argument.isOptional ? `[${argument.name}]` : argument.name}`
}

const optionLines = (options: readonly Option[]): string =>
  aligned(
    options.map(({ name, value, description, words }) => [
      `--${name}${value === undefined ? '' : `=${value}`}`,
      words ? `${description} ${words.join(', ')}` : description,
    ]),
  )

/** Names, and texts beside them in lines that fit. */
function aligned(entries: readonly [name: string, text: string][]): string {
  const width = Math.max(...entries.map(([name]) => name.length)) + 2
  const room = WIDTH - INDENT.length - width
  return entries
    .flatMap(([name, text]) =>
      wrapped(text, room).map((line, i) =>
        `${INDENT}${(i === 0 ? name : '').padEnd(width)}${line}`.trimEnd(),
      ),
    )
    .join('\n')
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...lines, line]
}
