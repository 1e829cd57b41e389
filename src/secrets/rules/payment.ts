import { tokenRule, type Rule } from '../rule.ts';

const money = 'charge, refund and read every customer';

/** Keys of payment providers; their prefixes tell live from test and secret from publishable. */
// biome-ignore format: a table, one rule a line or block
export const paymentRules: readonly Rule[] = [
  tokenRule('stripe-secret-key', 'Stripe', money, 'sk_live_[A-Za-z0-9]{16,250}', ['sk_live_{A24}', 'sk_live_51{A97}'], {
    anchor: 'sk_live_',
    no: ['pk_live_{A24}', 'sk_live_xxxxxxxxxxxxxxxxxxxxxxxx'],
  }),
  tokenRule('stripe-organization-key', 'Stripe', money, 'sk_org_live_[A-Za-z0-9]{16,250}', ['sk_org_live_{A40}'], { anchor: 'sk_org_live_', no: ['sk_org_live_short'] }),
  tokenRule('stripe-restricted-key', 'Stripe', 'do with customers and payments what the key was allowed', 'rk_live_[A-Za-z0-9]{16,250}', ['rk_live_51{A97}'], { anchor: 'rk_live_', exposure: 'restricted', weight: 'high', no: ['rk_live_short'] }),
  tokenRule('stripe-test-key', 'Stripe', 'act in the test mode of the account', '[sr]k_test_[A-Za-z0-9]{16,250}', ['sk_test_{A24}', 'rk_test_51{A97}'], { anchor: 'k_test_', exposure: 'test', weight: 'low', no: ['sk_test_123', 'pk_test_{A24}'] }),
  tokenRule('stripe-publishable-key', 'Stripe', 'start payments in a browser, as meant', 'pk_(?:live|test)_[A-Za-z0-9]{16,250}', ['pk_live_51{A97}', 'pk_test_{A24}'], { anchor: 'pk_', exposure: 'publishable', weight: 'low', no: ['pk_live_xxxxxxxxxxxxxxxxxxxxxxxx'] }),
  tokenRule('stripe-webhook-secret', 'Stripe', 'forge payment events to the portal', 'whsec_[A-Za-z0-9+/]{24,80}={0,2}', ['whsec_{A32}'], { anchor: 'whsec_', weight: 'high', issued: false, no: ['whsec_test', 'whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }),
  tokenRule('square-access-token', 'Square', money, '(?:EAAA[A-Za-z0-9_-]{60}|sq0atp-[A-Za-z0-9_-]{22})', ['EAAA{B60}', 'sq0atp-{B22}'], { anchor: 'eaaa', anchors: ['eaaa', 'sq0atp-'], no: ['EAAAshort'] }),
  tokenRule('square-oauth-secret', 'Square', 'act for every merchant that linked the portal', 'sq0csp-[A-Za-z0-9_-]{43}', ['sq0csp-{B43}'], { anchor: 'sq0csp-', no: ['sq0idp-{B22}'] }),
  tokenRule('paypal-braintree-token', 'PayPal', money, 'access_token\\$production\\$[a-z0-9]{16}\\$[a-f0-9]{32}', ['access_token$production$' + '{Z16}$' + '{H32}'], { anchor: 'access_token$production$', no: ['access_token$sandbox$' + '{Z16}$' + '{H32}'] }),
  tokenRule('adyen-api-key', 'Adyen', money, 'AQE[A-Za-z0-9+/]{4}[A-Za-z0-9+/]{50,200}={0,2}-[A-Za-z0-9+/=]{40,60}-[A-Za-z0-9+/=<>(){}\\[\\].,;:!?&^%$#@*-]{8,30}', ['AQEyhmf{P90}-{P43}=-{A16}'], { anchor: 'aqe', reach: 500, no: ['AQEyhmf'] }),
  tokenRule('mollie-live-key', 'Mollie', money, '(?<!_)live_[A-Za-z0-9]{30}', ['live_{A30}'], { anchor: 'live_', accept: ({ value }) => (/\d/.test(value) && /[A-Z]/.test(value) ? {} : undefined), no: ['test_{A30}', 'live_updates_are_on_for_all_users_x'] }),
  tokenRule('razorpay-key', 'Razorpay', 'name the account; with its secret, charge customers', 'rzp_live_[A-Za-z0-9]{14}', ['rzp_live_{A14}'], { anchor: 'rzp_live_', exposure: 'publishable', weight: 'low', no: ['rzp_live_'] }),
  tokenRule('shopify-token', 'Shopify', 'read and change the shop', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}', ['shpat_{H32}', 'shpss_{H32}'], { anchor: 'shpat_', anchors: ['shpat_', 'shpca_', 'shppa_', 'shpss_'], no: ['shpat_{H8}', 'shpat_00000000000000000000000000000000'] }),
  tokenRule('flutterwave-secret-key', 'Flutterwave', money, 'FLWSECK-[a-f0-9]{32}-X', ['FLWSECK-{H32}-X'], { anchor: 'flwseck-', no: ['FLWSECK_TEST-{H32}-X'] }),
  tokenRule('paddle-api-key', 'Paddle', money, 'pdl_live_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}', ['pdl_live_apikey_{Z26}_{A22}_{A3}'], { anchor: 'pdl_live_apikey_', no: ['pdl_sdbx_apikey_{Z26}_{A22}_{A3}'] }),
  tokenRule('plaid-access-token', 'Plaid', 'read bank accounts of customers', 'access-production-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', ['access-production-{G}'], { anchor: 'access-production-', no: ['access-sandbox-{G}'] }),
];
