// SPDX-License-Identifier: EUPL-1.2
#include "transport/problem_titles.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace plaza::transport {
namespace {

struct entry {
    std::string_view type;
    std::string_view es;
    std::string_view en;
};

constexpr auto titles = std::to_array<entry>({
    // Of the wire.
    {"bad_request", "La petición no se entiende.", "The request cannot be understood."},
    {"bad_target", "La dirección no se entiende.", "The address cannot be understood."},
    {"unknown_host", "Este servidor no atiende ese nombre.", "This server does not answer under that name."},
    {"header_too_large", "Las cabeceras de la petición son demasiado grandes.", "The request's headers are too large."},
    {"target_too_long", "La dirección es demasiado larga.", "The address is too long."},
    {"body_too_large", "Lo enviado es demasiado grande.", "What was sent is too large."},
    {"request_timeout", "La petición tardó demasiado en llegar.", "The request took too long to arrive."},
    {"expectation_failed", "El servidor no puede cumplir lo que la petición espera.",
     "The server cannot meet what the request expects."},
    {"version_not_supported", "Esta versión de HTTP no se admite.", "This version of HTTP is not supported."},
    {"upgrade_required", "Esta dirección solo admite conexiones WebSocket.",
     "This address takes WebSocket connections only."},
    {"method_not_allowed", "Esta dirección no admite esa operación.", "This address does not allow that operation."},
    {"cross_site", "La petición viene de otro sitio y se ha rechazado.",
     "The request comes from another site and was refused."},
    {"unsupported_media_type", "Este tipo de contenido no se admite.", "This type of content is not supported."},
    {"too_many_connections", "El servidor está lleno. Vuelva a intentarlo en un momento.",
     "The server is full. Try again in a moment."},
    {"internal", "Algo ha fallado en el servidor. El fallo ha quedado registrado.",
     "Something failed in the server. It has been recorded."},
    {"unavailable", "El servicio no está disponible en este momento. Vuelva a intentarlo enseguida.",
     "The service is not available right now. Try again shortly."},
    {"storage_full", "El servidor no tiene espacio para guardar más.", "The server has no room to store more."},
    {"too_many_requests", "Demasiadas peticiones seguidas. Espere un momento.",
     "Too many requests in a row. Wait a moment."},
    // Of requests to the API.
    {"not_found", "No se ha encontrado.", "Not found."},
    {"invalid", "Hay datos que revisar.", "Some fields need attention."},
    {"invalid_json", "El contenido no es JSON válido.", "The content is not valid JSON."},
    {"invalid_cursor", "La posición en la lista ya no es válida.", "The position in the list is no longer valid."},
    {"conflict", "Otra persona lo ha cambiado entretanto.", "Somebody else has changed it meanwhile."},
    {"idempotency_mismatch", "La misma clave de petición se usó antes con otro contenido.",
     "The same request key was used before with other content."},
    {"idempotency_in_progress", "La misma petición se está procesando todavía.",
     "The same request is still being processed."},
    {"in_progress", "La misma petición se está procesando todavía.", "The same request is still being processed."},
    // Of persons and what they may do.
    {"not_signed_in", "Hay que iniciar sesión.", "You need to sign in."},
    {"session_expired", "La sesión ha caducado.", "The session has expired."},
    {"wrong_credentials", "El correo o la contraseña no son correctos.", "The e-mail or the password is not right."},
    {"wrong_password", "La contraseña actual no es correcta.", "The present password is not right."},
    {"too_many_attempts", "Demasiados intentos. Espere antes de volver a probar.",
     "Too many attempts. Wait before trying again."},
    {"second_factor_pending", "Falta el segundo paso para iniciar sesión.",
     "The second step of signing in is missing."},
    {"wrong_code", "El código no es correcto o ya se ha usado.", "The code is not right or has been used."},
    {"second_factor_on", "El segundo paso ya está activado.", "The second step is on already."},
    {"second_factor_required", "Hace falta el código del segundo paso.", "The code of the second step is needed."},
    {"confirmation_pending", "Alguien de su administración tiene que confirmarle todavía.",
     "Somebody of your administration still has to confirm you."},
    {"too_many_invitations", "Ya ha enviado las invitaciones de esta semana.",
     "You have sent all invitations of this week."},
    {"policy_pending", "Antes hay que aceptar las normas de uso.", "The terms of use have to be accepted first."},
    {"suspended", "Esta cuenta está suspendida.", "This account is suspended."},
    {"forbidden", "No tiene permiso para hacerlo.", "You are not allowed to do this."},
    {"not_allowed", "No tiene permiso para hacerlo.", "You are not allowed to do this."},
    {"not_a_member", "Para hacerlo hay que ser miembro del grupo.", "You have to be a member of the group to do this."},
    {"too_many_loose_files", "Ha subido demasiados archivos que ningún texto usa todavía.",
     "You have uploaded too many files that no text uses yet."},
    {"files_of_person_full", "Sus archivos ya ocupan todo lo permitido.",
     "Your files already take all the room allowed."},
    {"files_of_group_full", "Los archivos del grupo ya ocupan todo lo permitido.",
     "The files of the group already take all the room allowed."},
    {"files_off", "Este servidor no guarda archivos.", "This server keeps no files."},
    {"no_such_range", "El archivo no llega hasta ahí.", "The file does not reach that far."},
    {"not_the_author", "Solo puede hacerlo quien lo escribió.", "Only its author can do this."},
    {"not_the_author_nor_moderator", "Solo puede hacerlo quien abrió la conversación o modera el grupo.",
     "Only who started the thread, or moderates the group, can do this."},
    {"closed_by_moderator", "La ha cerrado quien modera el grupo.", "Somebody else closed this thread."},
    {"tag_name_taken", "Otra etiqueta ya se llama así.", "Another tag is called that already."},
    {"not_a_network_host", "Solo puede hacerlo quien administra o dinamiza la red.",
     "Only administrators and hosts of the network can do this."},
    {"wider_audience", "Allí la leería gente que aquí no puede.",
     "People would read it there who may not read it here."},
    {"thread_closed", "Esta conversación está cerrada.", "This thread is closed."},
    {"not_the_asker", "Solo puede hacerlo quien preguntó.", "Only the person who asked can do this."},
    {"email_taken", "Esa dirección ya es de otra cuenta.", "That address belongs to another account."},
    {"invitation_ended", "La invitación ya no vale: el grupo se ha archivado o quien invitó ya no lo lleva.",
     "The invitation has ended: the group was archived, or who invited does not keep it any more."},
    {"colleague_not_guest", "Esa dirección es de una administración: regístrese con ella en vez de entrar de fuera.",
     "That address belongs to an administration: register with it instead of coming in from outside."},
    {"link_ended", "El enlace ya no vale: se ha usado, ha caducado o se pidió otro después. Pida uno nuevo.",
     "The link has ended: it was used, is too old, or another one was asked for later. Ask for a new one."},
    {"mail_not_stopped", "Este correo no se puede enviar otra vez: solo los rechazados y los abandonados.",
     "This mail cannot be sent again: only those refused or given up can."},
    {"own_post", "No se puede hacer con lo que uno mismo ha escrito.",
     "You cannot do this with what you wrote yourself."},
    {"not_an_answer", "Solo se puede aceptar una respuesta.", "Only an answer can be accepted."},
    {"not_a_question", "Esto solo se puede hacer en una pregunta.", "This can only be done in a question."},
    {"thread_locked", "El hilo está bloqueado.", "The thread is locked."},
    {"group_archived", "El grupo está archivado y ya no admite cambios.",
     "The group is archived and takes no more changes."},
    {"slug_taken", "Ya existe un grupo con esa dirección.", "A group with that address already exists."},
    {"administrators_only", "Solo pueden hacerlo quienes administran la red.",
     "Only the administrators of the network can do this."},
    {"auditors_only", "Solo pueden verlo quienes administran o auditan la red.",
     "Only the administrators and auditors of the network can see this."},
    {"last_administrator", "La red no puede quedarse sin nadie que la administre.",
     "The network cannot be left without an administrator."},
    {"norm_known", "Esa norma ya está en la lista.", "That norm is in the list already."},
    {"name_taken", "Ese nombre ya es de otra norma.", "That name belongs to another norm already."},
    {"too_many_names", "Ya hay demasiados nombres de normas.", "There are too many names of norms already."},
    {"code_taken", "Otra administración tiene ya ese código DIR3.",
     "Another administration has that DIR3 code already."},
    {"too_many_domains", "Esa administración tiene ya demasiados dominios.",
     "That administration has too many domains already."},
    {"not_an_account", "Esa persona no tiene una cuenta que se pueda usar.", "This person has no account to use."},
    {"own_account", "No se puede hacer con la cuenta propia.", "You cannot do this to your own account."},
    {"not_a_contact", "Solo puede hacerlo un contacto de esa administración o quien administra la red.",
     "Only a contact of that administration or an administrator of the network can do this."},
    {"not_a_colleague", "Esa persona no tiene ningún puesto actual en la administración.",
     "This person holds no current post in the administration."},
    {"too_many_contacts", "La administración ya tiene todos los contactos que puede tener.",
     "The administration has as many contacts as it can have."},
    {"holds_office", "Una de las dos personas tiene un cargo en la red. Quíteselo antes.",
     "One of the two holds an office of the network. Take it away first."},
    {"guest_kept", "La cuenta que se queda es de invitado. Únalas al revés.",
     "The account that stays is a guest's. Merge them the other way round."},
    {"merger_under_way", "Una de las dos cuentas se está uniendo ya a otra. Espere a que acabe.",
     "One of the two accounts is being merged already. Wait until that has ended."},
    {"merger_moving", "Esta unión ya ha empezado o ha acabado: no se puede dejar.",
     "This merger was begun or has ended: it cannot be given up."},
    {"no_second_factor", "Esa persona no tiene un segundo paso.", "This person has no second step."},
    {"post_ended", "Ese puesto ya había terminado.", "That post had ended already."},
    {"last_owner", "El grupo no puede quedarse sin nadie que lo lleve.", "The group cannot be left without an owner."},
    {"not_your_profile", "Solo puede cambiarlo la persona misma o quien administra la red.",
     "Only the person or an administrator of the network can change this."},
    {"post_needs_confirmation", "En esa administración el puesto lo añade quien administra la red.",
     "In that administration an administrator of the network adds the post."},
    {"too_many_posts", "Son demasiados puestos a la vez. Termine antes alguno.",
     "These are too many posts at once. End one of them first."},
    {"creation_not_allowed", "En esta red los grupos los crean la administración y quienes dinamizan.",
     "In this network groups are made by administrators and hosts."},
    {"not_a_host", "Solo pueden hacerlo quienes llevan el grupo.", "Only those who keep the group can do this."},
    {"not_a_moderator", "Solo puede hacerlo quien modera el grupo.", "Only moderators of the group can do this."},
    {"not_an_owner", "Solo puede hacerlo quien es titular del grupo.", "Only owners of the group can do this."},
    {"rule_beyond_house", "Esa regla alcanza a más gente que la de su administración y el grupo no es oficial.",
     "This rule reaches beyond your administration, and the group is not official."},
    {"beyond_your_role", "No puede dar ni quitar más de lo que usted mismo tiene en el grupo.",
     "You cannot give or take more than you hold in the group yourself."},
    {"guest_stays_guest", "Una persona invitada de fuera no puede cambiar de papel en el grupo.",
     "A guest cannot be given another role in the group."},
    {"guests_only_their_group",
     "Una cuenta de invitado es de un solo grupo: ni el directorio ni las invitaciones a la red son para ella.",
     "The account of a guest is for one group: neither the directory nor invitations to the network are for it."},
    {"guest_elsewhere", "Una cuenta invitada solo puede estar en un grupo.",
     "The account of a guest can belong to one group only."},
    {"leave_yourself", "Para salir del grupo use «Salir del grupo».", "To leave the group yourself use “Leave group”."},
    {"already_member", "Ya forma parte del grupo.", "They belong to the group already."},
    {"relation_not_admitted", "Este grupo no admite a personas con su tipo de vinculación.",
     "This group does not admit people with your kind of post."},
    {"moderators_start", "En este grupo las conversaciones las abre quien modera.",
     "In this group moderators start the threads."},
    {"not_solved", "Esta pregunta todavía no tiene una respuesta aceptada.",
     "This question has no accepted answer yet."},
    {"too_many_authors", "Ya son demasiadas personas para un mismo texto.", "These are too many people for one text."},
    {"too_many_pinned", "Ya hay cinco conversaciones fijadas.", "Five threads are pinned already."},
    {"follow_yourself", "No hace falta seguirse a uno mismo.", "There is no need to follow yourself."},
    {"too_many_followed", "Ya sigue todo lo que se puede. Deje antes de seguir algo.",
     "You follow as much as one can. Unfollow something first."},
    {"announced_lately", "Ya hay un anuncio reciente. El siguiente puede esperar, salvo que sea urgente.",
     "There is a recent announcement. The next one can wait, unless it is urgent."},
    {"too_many_urgent", "Hoy ya hay demasiados anuncios urgentes. Espere, o publique este sin prisa.",
     "There are too many urgent announcements today. Wait, or publish this one without urgency."},
    {"not_a_network_speaker", "Solo quienes llevan la red pueden anunciar a toda ella.",
     "Only those who keep the network can announce to all of it."},
    {"event_over", "La convocatoria ya ha pasado o está cerrada.", "The event is over or closed."},
    {"event_cancelled", "La convocatoria está anulada.", "The event is cancelled."},
    {"sign_up_over", "El plazo para apuntarse ha terminado.", "Signing up has ended."},
    {"poll_has_votes", "Ya hay votos: no se pueden añadir opciones.",
     "There are votes already: no options can be added."},
    {"poll_closed", "La encuesta está cerrada.", "The poll is over."},
    {"not_of_administration", "Solo puede decirlo quien trabaja en esa administración.",
     "Only those who work in that administration can say so."},
    {"own_model", "El documento ya es de esa administración.", "The document already belongs to that administration."},
    {"too_many_bookmarks", "Ya guarda todo lo que se puede. Quite antes algo.",
     "You keep as much as one can. Let go of something first."},
    {"too_many_drafts", "Hay demasiados borradores guardados. Este sigue en su equipo.",
     "Too many drafts are kept. This one is still on your device."},
    {"too_many_rules", "Son demasiadas reglas para un grupo.", "These are too many rules for one group."},
});

/// For codes without an own title: never nothing, and never the code itself.
constexpr auto by_status = std::to_array<entry>({
    {"400", "La petición no se entiende.", "The request cannot be understood."},
    {"401", "Hay que iniciar sesión.", "You need to sign in."},
    {"403", "No tiene permiso para hacerlo.", "You are not allowed to do this."},
    {"404", "No se ha encontrado.", "Not found."},
    {"405", "Esta dirección no admite esa operación.", "This address does not allow that operation."},
    {"409", "No se puede hacer en el estado actual.", "This cannot be done in the present state."},
    {"413", "Lo enviado es demasiado grande.", "What was sent is too large."},
    {"415", "Este tipo de contenido no se admite.", "This type of content is not supported."},
    {"422", "Hay datos que revisar.", "Some fields need attention."},
    {"428", "Falta un paso previo.", "A step before this one is missing."},
    {"429", "Demasiadas peticiones seguidas. Espere un momento.", "Too many requests in a row. Wait a moment."},
    {"503", "El servicio no está disponible en este momento. Vuelva a intentarlo enseguida.",
     "The service is not available right now. Try again shortly."},
    {"507", "El servidor no tiene espacio para guardar más.", "The server has no room to store more."},
    {"500", "Algo ha fallado en el servidor. El fallo ha quedado registrado.",
     "Something failed in the server. It has been recorded."},
});

template <class Table>
entry const* find(Table const& table, std::string_view type) {
    auto const found = std::find_if(table.begin(), table.end(), [type](entry const& e) { return e.type == type; });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace

bool has_problem_title(std::string_view type) { return find(titles, type) != nullptr; }

std::string_view problem_title(std::string_view type, unsigned status, std::string_view language) {
    auto const* found = find(titles, type);
    if (!found) {
        char digits[10];
        auto const end = std::to_chars(digits, digits + sizeof digits, status).ptr;
        found = find(by_status, std::string_view(digits, static_cast<std::size_t>(end - digits)));
    }
    if (!found) found = &by_status.back();
    return language == "en" ? found->en : found->es;
}

}  // namespace plaza::transport
