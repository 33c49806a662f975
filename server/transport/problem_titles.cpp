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
    {"header_too_large", "Las cabeceras de la petición son demasiado grandes.",
     "The request's headers are too large."},
    {"target_too_long", "La dirección es demasiado larga.", "The address is too long."},
    {"body_too_large", "Lo enviado es demasiado grande.", "What was sent is too large."},
    {"request_timeout", "La petición tardó demasiado en llegar.", "The request took too long to arrive."},
    {"expectation_failed", "El servidor no puede cumplir lo que la petición espera.",
     "The server cannot meet what the request expects."},
    {"version_not_supported", "Esta versión de HTTP no se admite.", "This version of HTTP is not supported."},
    {"upgrade_required", "Esta dirección solo admite conexiones WebSocket.",
     "This address takes WebSocket connections only."},
    {"method_not_allowed", "Esta dirección no admite esa operación.",
     "This address does not allow that operation."},
    {"cross_site", "La petición viene de otro sitio y se ha rechazado.",
     "The request comes from another site and was refused."},
    {"unsupported_media_type", "Este tipo de contenido no se admite.",
     "This type of content is not supported."},
    {"too_many_connections", "El servidor está lleno. Vuelva a intentarlo en un momento.",
     "The server is full. Try again in a moment."},
    {"internal", "Algo ha fallado en el servidor. El fallo ha quedado registrado.",
     "Something failed in the server. It has been recorded."},
    {"unavailable", "El servicio no está disponible en este momento. Vuelva a intentarlo enseguida.",
     "The service is not available right now. Try again shortly."},
    {"storage_full", "El servidor no tiene espacio para guardar más.",
     "The server has no room to store more."},
    {"too_many_requests", "Demasiadas peticiones seguidas. Espere un momento.",
     "Too many requests in a row. Wait a moment."},
    // Of requests to the API.
    {"not_found", "No se ha encontrado.", "Not found."},
    {"invalid", "Hay datos que revisar.", "Some fields need attention."},
    {"invalid_json", "El contenido no es JSON válido.", "The content is not valid JSON."},
    {"invalid_cursor", "La posición en la lista ya no es válida.",
     "The position in the list is no longer valid."},
    {"conflict", "Otra persona lo ha cambiado entretanto.", "Somebody else has changed it meanwhile."},
    {"idempotency_mismatch", "La misma clave de petición se usó antes con otro contenido.",
     "The same request key was used before with other content."},
    {"idempotency_in_progress", "La misma petición se está procesando todavía.",
     "The same request is still being processed."},
    {"in_progress", "La misma petición se está procesando todavía.",
     "The same request is still being processed."},
    // Of persons and what they may do.
    {"not_signed_in", "Hay que iniciar sesión.", "You need to sign in."},
    {"session_expired", "La sesión ha caducado.", "The session has expired."},
    {"wrong_credentials", "El correo o la contraseña no son correctos.",
     "The e-mail or the password is not right."},
    {"wrong_password", "La contraseña actual no es correcta.", "The present password is not right."},
    {"too_many_attempts", "Demasiados intentos. Espere antes de volver a probar.",
     "Too many attempts. Wait before trying again."},
    {"second_factor_pending", "Falta el segundo paso para iniciar sesión.",
     "The second step of signing in is missing."},
    {"wrong_code", "El código no es correcto o ya se ha usado.", "The code is not right or has been used."},
    {"second_factor_on", "El segundo paso ya está activado.", "The second step is on already."},
    {"second_factor_required", "Hace falta el código del segundo paso.",
     "The code of the second step is needed."},
    {"confirmation_pending", "Alguien de su administración tiene que confirmarle todavía.",
     "Somebody of your administration still has to confirm you."},
    {"too_many_invitations", "Ya ha enviado las invitaciones de esta semana.",
     "You have sent all invitations of this week."},
    {"policy_pending", "Antes hay que aceptar las normas de uso.",
     "The terms of use have to be accepted first."},
    {"suspended", "Esta cuenta está suspendida.", "This account is suspended."},
    {"forbidden", "No tiene permiso para hacerlo.", "You are not allowed to do this."},
    {"not_allowed", "No tiene permiso para hacerlo.", "You are not allowed to do this."},
    {"not_a_member", "Para hacerlo hay que ser miembro del grupo.",
     "You have to be a member of the group to do this."},
    {"not_the_author", "Solo puede hacerlo quien lo escribió.", "Only its author can do this."},
    {"not_the_asker", "Solo puede hacerlo quien preguntó.", "Only the person who asked can do this."},
    {"email_taken", "Esa dirección ya es de otra cuenta.", "That address belongs to another account."},
    {"link_ended", "El enlace ya no vale: se ha usado, ha caducado o se pidió otro después. Pida uno nuevo.",
     "The link has ended: it was used, is too old, or another one was asked for later. Ask for a new one."},
    {"mail_not_stopped", "Este correo no se puede enviar otra vez: solo los rechazados y los abandonados.",
     "This mail cannot be sent again: only those refused or given up can."},
    {"own_post", "No se puede hacer con lo que uno mismo ha escrito.",
     "You cannot do this with what you wrote yourself."},
    {"not_an_answer", "Solo se puede aceptar una respuesta.", "Only an answer can be accepted."},
    {"not_a_question", "Esto solo se puede hacer en una pregunta.", "This can only be done in a question."},
    {"thread_closed", "El hilo está cerrado.", "The thread is closed."},
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
    {"not_an_account", "Esa persona no tiene una cuenta que se pueda usar.",
     "This person has no account to use."},
    {"own_account", "No se puede hacer con la cuenta propia.", "You cannot do this to your own account."},
    {"last_owner", "El grupo no puede quedarse sin nadie que lo lleve.",
     "The group cannot be left without an owner."},
    {"not_your_profile", "Solo puede cambiarlo la persona misma o quien administra la red.",
     "Only the person or an administrator of the network can change this."},
    {"post_needs_confirmation", "En esa administración el puesto lo añade quien administra la red.",
     "In that administration an administrator of the network adds the post."},
    {"too_many_posts", "Son demasiados puestos a la vez. Termine antes alguno.",
     "These are too many posts at once. End one of them first."},
    {"creation_not_allowed", "En esta red los grupos los crean la administración y quienes dinamizan.",
     "In this network groups are made by administrators and hosts."},
    {"not_a_host", "Solo pueden hacerlo quienes llevan el grupo.",
     "Only those who keep the group can do this."},
    {"not_a_moderator", "Solo puede hacerlo quien modera el grupo.",
     "Only moderators of the group can do this."},
    {"not_an_owner", "Solo puede hacerlo quien es titular del grupo.",
     "Only owners of the group can do this."},
    {"beyond_your_role", "No puede dar ni quitar más de lo que usted mismo tiene en el grupo.",
     "You cannot give or take more than you hold in the group yourself."},
    {"guest_stays_guest", "Una persona invitada de fuera no puede cambiar de papel en el grupo.",
     "A guest cannot be given another role in the group."},
    {"guests_only_their_group", "Una cuenta de invitado ve el grupo que la invitó, no el directorio.",
     "The account of a guest sees the group that invited it, not the directory."},
    {"guest_elsewhere", "Una cuenta invitada solo puede estar en un grupo.",
     "The account of a guest can belong to one group only."},
    {"leave_yourself", "Para salir del grupo use «Salir del grupo».",
     "To leave the group yourself use “Leave group”."},
    {"already_member", "Ya forma parte del grupo.",
     "They belong to the group already."},
    {"relation_not_admitted", "Este grupo no admite a personas con su tipo de vinculación.",
     "This group does not admit people with your kind of post."},
    {"moderators_start", "En este grupo las conversaciones las abre quien modera.",
     "In this group moderators start the threads."},
    {"too_many_pinned", "Ya hay cinco conversaciones fijadas.",
     "Five threads are pinned already."},
    {"too_many_rules", "Son demasiadas reglas para un grupo.", "These are too many rules for one group."},
    {"last_administrator", "La red no puede quedarse sin administración.",
     "The network cannot be left without an administrator."},
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
    {"429", "Demasiadas peticiones seguidas. Espere un momento.",
     "Too many requests in a row. Wait a moment."},
    {"503", "El servicio no está disponible en este momento. Vuelva a intentarlo enseguida.",
     "The service is not available right now. Try again shortly."},
    {"507", "El servidor no tiene espacio para guardar más.", "The server has no room to store more."},
    {"500", "Algo ha fallado en el servidor. El fallo ha quedado registrado.",
     "Something failed in the server. It has been recorded."},
});

template <class Table>
entry const* find(Table const& table, std::string_view type) {
    auto const found =
        std::find_if(table.begin(), table.end(), [type](entry const& e) { return e.type == type; });
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
