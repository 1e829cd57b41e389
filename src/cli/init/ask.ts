import { isCancel, multiselect, text } from '@clack/prompts';
import { checklists } from '../../checklists/index.ts';
import { type ChecklistId, checklistIds } from '../../model/checklist.ts';
import { parseTargetUrl } from '../../world/target-url.ts';
import type { InitAnswers } from './config-text.ts';

/** Asks what the flags left open, at a terminal. Undefined when the person cancelled. Never asks for a secret. */
export async function askForAnswers(given: InitAnswers): Promise<InitAnswers | undefined> {
  const hosts = await text({
    message: 'Which hostnames belong to the launch? (comma-separated)',
    placeholder: 'app.example.com, api.example.com',
    initialValue: given.hosts.join(', '),
    validate: (value) => {
      const bad = split(value).find((host) => 'problem' in parseTargetUrl(host));
      return bad === undefined ? undefined : `${bad} is no hostname`;
    },
  });
  if (isCancel(hosts)) return undefined;
  const lists = await multiselect<ChecklistId>({
    message: 'What is it?',
    options: checklistIds.map((value) => ({ value, label: checklists[value].title, hint: value })),
    initialValues: [...given.checklists],
    required: true,
  });
  if (isCancel(lists)) return undefined;
  const accounts = await multiselect<string>({
    message: 'Which test accounts exist? Their passwords come from the environment, not from here.',
    options: [
      { value: 'a', label: 'a customer' },
      { value: 'b', label: 'a customer of another company' },
      { value: 'a2', label: 'a second person at the first company' },
      { value: 'admin', label: 'an administrator' },
    ],
    initialValues: [...given.accounts],
    required: false,
  });
  if (isCancel(accounts)) return undefined;
  const domains = await text({
    message: 'Which domains send mail? (comma-separated, may be empty)',
    initialValue: given.domains.join(', '),
  });
  if (isCancel(domains)) return undefined;
  return { ...given, hosts: split(hosts), checklists: lists, accounts, domains: split(domains) };
}

function split(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
