import { type SQL, sql } from 'drizzle-orm'
import { type ActivityMeaning, type FittingType, fittingTypes } from '../../alpaca/activity-types'
import { isOneOf } from '../statements/is-one-of'

/**
 * A condition that the activity `a` is of a known type and sub type whose meaning fits. No row fits
 * where no type does.
 */
export function meansWhere(fits: (meaning: ActivityMeaning) => boolean): SQL {
  const types = fittingTypes(fits)
  const whole = types.filter(({ subTypes }) => subTypes.length === 0).map(({ type }) => type)
  const conditions = [
    ...(whole.length === 0 ? [] : [isOneOf(sql`a.activity_type`, whole)]),
    ...types.filter(({ subTypes }) => subTypes.length > 0).map(inPart),
  ]
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`
}

function inPart({ type, byDefault, subTypes }: FittingType): SQL {
  const isListed = isOneOf(sql`coalesce(a.activity_sub_type, '')`, subTypes)
  return sql`(a.activity_type = ${type} and ${byDefault ? sql`not ${isListed}` : isListed})`
}
