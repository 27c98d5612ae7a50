import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import {
  campaignDetailSchema,
  campaignListSchema,
  campaignPath,
  campaignQuery,
  ofCampaignQuery,
} from './schemas'

export const getCampaigns = createRoute({
  method: 'get',
  path: '/campaigns',
  operationId: 'listCampaigns',
  tags: ['Trades'],
  summary: 'List campaigns, last begun first',
  description:
    'A campaign is the trades that rolls, deliveries and cover connect: a wheel, a poor man’s covered call, a repaired spread. A trade without such a link is a campaign of one.',
  request: { query: campaignQuery },
  responses: responses('A page of campaigns.', campaignListSchema, 'invalid_parameter'),
})

export const getCampaign = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}',
  operationId: 'getCampaign',
  tags: ['Trades'],
  summary: 'Get a campaign with its trades',
  request: { params: campaignPath, query: ofCampaignQuery },
  responses: responses(
    'The campaign.',
    campaignDetailSchema,
    'invalid_parameter',
    'campaign_not_found',
  ),
})
