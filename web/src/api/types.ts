// SPDX-License-Identifier: EUPL-1.2
// Short names for the shapes of the contract.
import type { components } from './generated/openapi.ts';

type Schemas = components['schemas'];

export type Installation = Schemas['installation'];
export type Me = Schemas['me'];
export type Registration = Schemas['registration'];
export type NewAccount = Schemas['new_account'];
export type ApplicationBody = Schemas['application_body'];
export type Application = Schemas['application'];
export type Confirmation = Schemas['confirmation'];
export type NetworkInvitation = Schemas['invitation'];
export type SecondFactor = Schemas['second_factor'];
export type SecondFactorSecret = Schemas['second_factor_secret'];
export type OwnSession = Schemas['session'];
export type PersonRef = Schemas['person_ref'];
export type Profile = Schemas['profile'];
export type MyProfile = Schemas['my_profile'];
export type SavedProfile = Schemas['saved_profile'];
export type Audience = Schemas['audience'];
export type Relation = Schemas['relation'];
export type Appointment = Schemas['appointment'];
export type NewAppointment = Schemas['new_appointment'];
export type ChangedAppointment = Schemas['changed_appointment'];
export type PersonListed = Schemas['person_listed'];
export type Administration = Schemas['administration'];
export type AdministrationPage = Schemas['administration_page'];
export type Contribution = Schemas['contribution'];
export type AdministrationRef = Schemas['administration_ref'];
export type Band = Schemas['band'];
export type Group = Schemas['group'];
export type Mail = Schemas['mail'];
export type MailState = Schemas['mail_state'];
export type OutboxMail = Schemas['outbox_mail'];
export type Membership = Schemas['membership'];
export type ConsolePerson = Schemas['console_person'];
export type AuditEntry = Schemas['audit_entry'];
export type AuditState = Schemas['audit_state'];
export type Notification = Schemas['notification'];
export type GroupSettings = Schemas['group_settings'];
export type NewGroup = Schemas['new_group'];
export type GroupRole = Schemas['role_change']['role'];
export type Level = Schemas['level'];
export type Member = Schemas['member'];
export type MembershipRequest = Schemas['membership_request'];
export type Invitation = Schemas['group_invitation'];
export type MyMembership = Schemas['my_membership'];
export type Thread = Schemas['thread'];
export type ThreadPage = Schemas['thread_page'];
export type ThreadKind = Schemas['thread_kind'];
export type ThreadState = Thread['state'];
export type NewThread = Schemas['new_thread'];
export type Post = Schemas['post'];
export type NewPost = Schemas['new_post'];
export type PostRole = Schemas['post_role'];
export type SearchItem = Schemas['search_item'];
export type LiveThread = Schemas['live_thread'];
export type LivePost = Schemas['live_post'];
export type LiveMessage = Schemas['live_message'];
export type LiveEvent = Schemas['live_event'];
export type LiveCommand = Schemas['live_command'];
export type EventBatch = Schemas['event_batch'];

export interface Page<Item> {
    items: Item[];
    next: string | null;
}
