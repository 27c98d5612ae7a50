import type { Legbook } from '../client/index.js'
import type { ExitCode } from './exit-codes.js'
import type { Output } from './output.js'
import type { Paint } from './table.js'

/** An option of a command. */
export interface Option {
  /** Without the dashes in front: `closed-since`. */
  name: string
  description: string
  /** The values that it takes, if they are few and known. */
  words?: readonly string[]
  /** What stands for its value in the help; a flag has none. */
  value?: string
}

/** What a command runs with. */
export interface Run {
  legbook: Legbook
  /** Values of the options by the API's names of the parameters. */
  given: Record<string, string>
  /** Names of the flags that are set, and of options of the command itself. */
  own: ReadonlyMap<string, string>
  /** The arguments after the command. */
  args: readonly string[]
  isJson: boolean
  out: Output
  /** For people: what a script need not read. */
  note: (text: string) => Promise<void>
  paint: Paint
}

/** A command of the command line. */
export interface Command {
  name: string
  summary: string
  /** An argument after the command, and whether it may be left out. */
  argument?: { name: string; isOptional?: boolean; words?: readonly string[] }
  /** Parameters of the API, as the contract has them. */
  parameters: readonly ParameterOf[]
  /** Options that the command itself reads. */
  options?: readonly Option[]
  /** Exit codes beside those of every command. */
  exits?: string
  run: (run: Run) => Promise<ExitCode>
}

/** A parameter in the generated table. */
export interface ParameterOf {
  readonly name: string
  readonly description: string
  readonly words?: readonly string[]
}

/** The name of the option for a parameter: `closed_since` is `--closed-since`. */
export const optionName = (parameter: string): string => parameter.replaceAll('_', '-')

/** All options of a command, without those of every command. */
export const optionsOf = ({ parameters, options = [] }: Command): Option[] => [
  ...parameters.map(({ name, description, words }) => ({
    name: optionName(name),
    description,
    value: name.toUpperCase(),
    ...(words && { words }),
  })),
  ...options,
]
