/**
 * The first two migrations replace 17 older ones, which made the same schema. A database with the
 * last of the 17 already has the whole schema of the baseline.
 */
export const BASELINE = {
  tags: ['0000_tables', '0001_functions_triggers_comments'],
  /** SHA-256 of the last migration that the baseline replaces. */
  replaces: '060c546dbd602a80da7793364839843457a900d7d49428d6b05b7253eabedf2d',
}
