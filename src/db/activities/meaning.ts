import { type SQL, sql } from 'drizzle-orm'
import { type ActivityMeaning, type FittingType, fittingTypes } from '../../alpaca/activity-types'
import { isOneOf } from '../statements/is-one-of'

/**
 * A condition that an activity, `a` unless another alias is given, is of a known type and sub type
 * whose meaning fits. No row fits where no type does.
 */
export function meansWhere(fits: (meaning: ActivityMeaning) => boolean, alias = 'a'): SQL {
  const types = fittingTypes(fits)
  const whole = types.filter(({ subTypes }) => subTypes.length === 0).map(({ type }) => type)
  const type = sql.raw(`${alias}.activity_type`)
  const conditions = [
    ...(whole.length === 0 ? [] : [isOneOf(type, whole)]),
    ...types.filter(({ subTypes }) => subTypes.length > 0).map((one) => inPart(one, alias)),
  ]
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`
}

function inPart({ type, byDefault, subTypes }: FittingType, alias: string): SQL {
  const column = (name: string) => sql.raw(`${alias}.${name}`)
  const isListed = isOneOf(sql`coalesce(${column('activity_sub_type')}, '')`, subTypes)
  const isOfType = sql`${column('activity_type')} = ${type}`
  return sql`(${isOfType} and ${byDefault ? sql`not ${isListed}` : isListed})`
}
