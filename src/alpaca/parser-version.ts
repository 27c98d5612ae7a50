/**
 * Version of the payload parsers. Increase it whenever the set of accepted payloads changes:
 * payloads that an older version refused are then parsed again from the quarantine, even when
 * Alpaca no longer returns them.
 */
export const PARSER_VERSION = 2
