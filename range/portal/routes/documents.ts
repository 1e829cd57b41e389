import { type Call, customerRoute, publicRoute, type Route, type SignedInCall } from '../call.ts';
import { record } from '../diary.ts';
import { checkedFields, text } from '../fields.ts';
import { type Answer, attachment } from '../http.ts';
import { freshId } from '../identifiers.ts';
import { organisationOf, ownRow, writableRow } from '../scope.ts';
import { signedIn, signedInAs } from '../signed-in.ts';
import type { Document } from '../state.ts';

const rules = { title: text(3, 120), text: text(0, 8000) };

const inProject = (call: SignedInCall, projectId: string): readonly Document[] =>
  call.context.state.documents.filter((document) => document.projectId === projectId);

/** A document below a project in the path: both have to be the caller's. */
function found(call: SignedInCall): Document {
  const { state, flaw } = call.context;
  const project = ownRow(call, state.projects, call.params.id, 'project');
  if (flaw('parent-checked-child-not')) {
    const any = state.documents.find((document) => document.id === call.params.documentId);
    if (any !== undefined) return any;
  }
  return ownRow(call, inProject(call, project.id), call.params.documentId, 'document');
}

function read(call: Call): Answer {
  const { state, options, flaw } = call.context;
  const { sharedWith: _sharedWith, ...shown } = found(readerOf());
  return { status: 200, json: shown };

  function readerOf(): SignedInCall {
    const fromPortal = String(call.headers.referer ?? '').startsWith(options.origins.app);
    if (call.user !== undefined || !fromPortal || !flaw('referer-guard')) return signedIn(call);
    const owner = state.documents.find((document) => document.id === call.params.documentId)?.orgId;
    const member = state.users.find((user) => user.orgId === owner);
    return member === undefined ? signedIn(call) : signedInAs(call, member);
  }
}

function file(call: Call): Answer {
  const { state, flaw } = call.context;
  const byId = state.documents.find((document) => document.id === call.params.id);
  if (call.user === undefined && byId !== undefined && flaw('document-file-anonymous')) return fileAnswer(byId);
  const reader = signedIn(call);
  if (byId !== undefined && flaw('document-file-unguarded')) return fileAnswer(byId);
  if (byId !== undefined && byId.orgId !== organisationOf(reader).id && flaw('document-headers-before-guard')) {
    return {
      status: 404,
      json: { type: 'about:blank', title: 'There is no such file', status: 404 },
      type: 'application/problem+json',
      headers: fileHeaders(byId),
    };
  }
  return fileAnswer(ownRow(reader, state.documents, call.params.id, 'file'));
}

const fileHeaders = (document: Document) => ({
  'Content-Disposition': attachment(document.fileName),
  'Content-Description': Buffer.from(document.title).toString('latin1'),
});

const fileAnswer = (document: Document): Answer => ({
  status: 200,
  text: `${document.title}\n\n${document.text}\n`,
  headers: fileHeaders(document),
});

function create(call: SignedInCall): Answer {
  const { state, options } = call.context;
  const project = writableRow(call, state.projects, call.params.id, 'project');
  const fields = checkedFields(call.body, rules);
  const title = String(fields.title);
  const document: Document = {
    id: freshId(),
    orgId: project.orgId,
    projectId: project.id,
    title,
    text: String(fields.text),
    fileName: `${title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 60)}.txt`,
    updatedAt: options.now().toISOString(),
    sharedWith: [],
  };
  state.documents.push(document);
  record(call, `${call.user.name} filed “${title}” under ${project.code}`);
  return { status: 201, json: document };
}

function change(call: SignedInCall): Answer {
  const { state, options } = call.context;
  const project = writableRow(call, state.projects, call.params.id, 'project');
  const document = writableRow(call, inProject(call, project.id), call.params.documentId, 'document');
  Object.assign(document, checkedFields(call.body, rules, true), { updatedAt: options.now().toISOString() });
  return document.orgId === organisationOf(call).id ? { status: 200, json: document } : { status: 204 };
}

function remove(call: SignedInCall): Answer {
  const { state } = call.context;
  const project = writableRow(call, state.projects, call.params.id, 'project');
  const document = writableRow(call, inProject(call, project.id), call.params.documentId, 'document');
  state.documents.splice(state.documents.indexOf(document), 1);
  return { status: 204 };
}

/** Documents below a project, and their files. */
export const documentRoutes: readonly Route[] = [
  customerRoute('GET', '/api/v1/projects/:id/documents', (call) => {
    const project = ownRow(call, call.context.state.projects, call.params.id, 'project');
    const items = inProject(call, project.id).map(({ id, title, fileName, updatedAt }) => ({
      id,
      title,
      fileName,
      updatedAt,
    }));
    return { status: 200, json: { items, total: items.length } };
  }),
  customerRoute('POST', '/api/v1/projects/:id/documents', create),
  publicRoute('GET', '/api/v1/projects/:id/documents/:documentId', read),
  customerRoute('PATCH', '/api/v1/projects/:id/documents/:documentId', change),
  customerRoute('DELETE', '/api/v1/projects/:id/documents/:documentId', remove),
  publicRoute('GET', '/api/v1/documents/:id/file', file),
];
