/** How a command ends. The help says the same. */
export const EXIT = {
  ok: 0,
  /** The ledger differs from the broker. */
  differs: 1,
  /** The command, an option, an argument or a setting is wrong. */
  usage: 2,
  /** The Worker did not answer, refused the token or failed. */
  failed: 3,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command cannot run as it was given. The message never has a value that was given. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
