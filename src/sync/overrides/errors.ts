/** Why what the user asked of trades was refused; then nothing was written. */
export type OverrideErrorCode =
  | 'trade_not_found'
  | 'override_not_found'
  | 'override_conflict'
  | 'invalid_parameter'

/** A refusal; `param` names what in the request was wrong. */
export class OverrideError extends Error {
  override readonly name = 'OverrideError'

  constructor(
    readonly code: OverrideErrorCode,
    readonly param: string,
    message: string,
  ) {
    super(message)
  }
}
