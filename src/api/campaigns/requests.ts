import * as z from 'zod'
import { CAMPAIGN_STATUSES } from '../../db/campaigns/read'
import {
  accountParam,
  campaignIdParam,
  cursorMoment,
  cursorParam,
  limitParam,
  underlyingParam,
  wordsParam,
} from '../lists/parameters'

/** Name of this list in cursors. */
export const CAMPAIGNS = 'campaigns'

const campaignKey = z.tuple([cursorMoment, z.guid()])

export const campaignQuery = z.strictObject({
  underlying: underlyingParam
    .optional()
    .meta({ description: 'Only campaigns whose first trade has this underlying.' }),
  status: wordsParam(CAMPAIGN_STATUSES)
    .optional()
    .meta({ description: 'One or more statuses, separated by commas: open,pending.' }),
  account: accountParam.optional(),
  limit: limitParam(100),
  cursor: cursorParam(CAMPAIGNS, campaignKey).optional(),
})

export const campaignPath = z.object({ campaign_id: campaignIdParam })

export const ofCampaignQuery = z.strictObject({ account: accountParam.optional() })
