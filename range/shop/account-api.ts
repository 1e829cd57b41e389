import { buildSchema, graphqlSync } from 'graphql';
import { type Answer, problem } from '../portal/http.ts';
import { type Address, companies, type CompanyKey, type Order, type Person } from './records.ts';
import { json, sees, type ShopCall } from './shop-call.ts';

const schema = buildSchema(`
  type Company { id: ID!, name: String!, agreement: String }
  type Customer { id: ID!, name: String!, email: String!, role: String!, note: String, company: Company }
  type Address { id: ID!, label: String!, street: String!, instructions: String }
  type OrderLine { sku: String!, text: String!, quantity: Int! }
  type Order { number: String!, placedOn: String!, remark: String, lines: [OrderLine!]! }
  type PaymentMethod { id: ID!, brand: String!, ending: String!, holder: String! }
  type Query {
    me: Customer
    addresses: [Address!]!
    address(id: ID!): Address
    orders: [Order!]!
    order(number: String!): Order
    paymentMethods: [PaymentMethod!]!
  }
  input LoginInput { email: String!, password: String!, stay: Boolean, clientMutationId: String }
  type LoginPayload { customer: Customer, userErrors: [String!]!, clientMutationId: String }
  input LogoutInput { clientMutationId: String }
  type LogoutPayload { clientMutationId: String }
  input AddressChanges { instructions: String }
  input UpdateAddressInput { addressId: ID!, changes: AddressChanges!, clientMutationId: String }
  type UpdateAddressPayload { address: Address, clientMutationId: String }
  type Mutation {
    login(input: LoginInput!): LoginPayload
    logout(input: LogoutInput!): LogoutPayload
    updateAddress(input: UpdateAddressInput!): UpdateAddressPayload
  }
`);

interface Given<Input> {
  readonly input: Input & { readonly clientMutationId?: string };
}

/** What the endpoint asks of the session: who has this password, and its end. Both set cookies. */
export interface Door {
  readonly enter: (email: string, password: string, stay: boolean) => Person | undefined;
  readonly leave: () => void;
}

/** The account by GraphQL: one endpoint, mutations in the manner of Relay. Whose a thing is, each resolver asks. */
export function accountApi(call: ShopCall, { enter, leave }: Door): Answer {
  const { query, variables, operationName } = call.body;
  if (typeof query !== 'string' || query.length > 4000) throw problem(400, 'Please send a query');
  const { person, records, flaw, decoy } = call;
  const signedIn = (): Person => {
    if (!person) throw new Error('Please sign in');
    return person;
  };
  // What is paid when, every buyer may know; the rest of the terms is the owner's.
  const agreementOf = (key: CompanyKey) =>
    decoy('shop-terms-for-every-buyer') ? records.credits.find(({ company }) => company === key)?.agreement : undefined;
  const customer = ({ company, ...rest }: Person) => ({
    ...rest,
    company: company === undefined ? null : { ...companies[company], agreement: agreementOf(company) },
  });
  const mine = <Row extends { readonly company: Address['company'] }>(rows: readonly Row[]): readonly Row[] => {
    const who = signedIn();
    return rows.filter(({ company }) => who.company === company);
  };
  const seen = <Row extends { readonly company: Address['company'] }>(row: Row | undefined) =>
    row && sees(signedIn(), row.company) ? row : null;
  const updateAddress = ({ input }: Given<{ addressId: string; changes: { instructions?: string } }>): object => {
    const { clientMutationId } = input;
    const { company } = signedIn();
    const found = records.addresses.find(({ id }) => id === input.addressId);
    if (found && (found.company === company || flaw('shop-address-mutation-unguarded'))) {
      found.instructions = input.changes.instructions ?? found.instructions;
      return { address: found, clientMutationId };
    }
    if (!decoy('shop-foreign-mutation-echoes-input')) throw new Error('There is no such address');
    const echoed = { id: input.addressId, label: '', street: '', instructions: '', ...input.changes };
    return { address: { ...echoed, company: company ?? 'pellow' }, clientMutationId };
  };
  const result = graphqlSync({
    schema,
    source: query,
    rootValue: {
      me: () => person && customer(person),
      addresses: () => mine(records.addresses),
      address: ({ id }: { id: string }) => seen(records.addresses.find((one) => one.id === id)),
      orders: () => mine<Order>(records.orders),
      order: ({ number }: { number: string }) => seen(records.orders.find((one) => one.number === number)),
      paymentMethods: () => mine(records.cards),
      login: ({ input }: Given<{ email: string; password: string; stay?: boolean }>) => {
        const who = enter(input.email, input.password, input.stay === true);
        const userErrors = who ? [] : ['The e-mail address or the password is not right.'];
        return { customer: who && customer(who), userErrors, clientMutationId: input.clientMutationId };
      },
      logout: ({ input }: Given<object>) => {
        leave();
        return { clientMutationId: input.clientMutationId };
      },
      updateAddress,
    },
    ...(variables !== null && typeof variables === 'object'
      ? { variableValues: variables as Record<string, unknown> }
      : {}),
    ...(typeof operationName === 'string' ? { operationName } : {}),
  });
  const refused = result.errors?.some(({ message }) => message === 'Please sign in') ?? false;
  return json(result, refused && !person ? 401 : 200);
}
