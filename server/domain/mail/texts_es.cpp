// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/kinds.hpp"

#include <array>

namespace plaza::domain::mail {
namespace {

constexpr std::array letters{
    letter_text{
        "registration", "Confirma tu correo para entrar en {installation}",
        R"(Has pedido una cuenta en {installation} con esta dirección. Abre la página siguiente y pulsa el botón que verás en ella: así sabemos que el correo es tuyo.

[Confirmar mi correo]

El enlace vale {hours} horas y una sola vez. Si no has pedido nada, no hagas caso de este mensaje: sin confirmación no se crea ninguna cuenta.)"},
    letter_text{
        "registration_known", "Ya tienes una cuenta en {installation}",
        R"(Alguien, seguramente tú, ha pedido una cuenta en {installation} con esta dirección, que ya tiene una. Entra con tu contraseña de siempre.

[Entrar]

Si no la recuerdas, pide una nueva en la página de entrada. Si no has pedido nada, no hagas caso de este mensaje.)"},
    letter_text{
        "vetting_admitted", "Ya puedes entrar en {installation}",
        R"(Hemos revisado tu solicitud y ya puedes formar parte de {installation}. Abre la página siguiente para terminar.

[Entrar]

El enlace vale {hours} horas.)"},
    letter_text{
        "vetting_refused", "Sobre tu solicitud para entrar en {installation}",
        R"(Hemos revisado tu solicitud y por ahora no podemos admitirla. El motivo que ha dado quien la ha revisado:

> {reason}

Puedes pedirlo otra vez desde el {day}, y contar entonces lo que falte; o antes, si alguien de la red te invita.)"},
    letter_text{
        "registration_paused", "Todavía no puedes pedir otra vez una cuenta en {installation}",
        R"(Alguien, seguramente tú, ha pedido una cuenta en {installation} con esta dirección. Hace poco revisamos una solicitud suya y no pudimos admitirla; te escribimos entonces con el motivo.

Puedes pedirla otra vez desde el {day}, o antes si alguien de la red te invita. Si no has pedido nada, no hagas caso de este mensaje.)"},
    letter_text{
        "account_prepared", "Tu cuenta en {installation} te espera",
        R"(Quien administra {installation}, la red donde quienes trabajamos en las administraciones públicas nos preguntamos y nos respondemos, te ha preparado una cuenta con esta dirección. Abre la página siguiente, elige tu contraseña y entra.

[Elegir contraseña y entrar]

El enlace vale {days} días y una sola vez. Si no quieres la cuenta, no hagas nada: sin tu contraseña no se crea.)"},
    letter_text{
        "invitation", "{inviter} te invita a {installation}",
        R"({inviter} te invita a {installation}, la red donde quienes trabajamos en las administraciones públicas nos preguntamos y nos respondemos.

> {message}

[Aceptar la invitación]

La invitación vale {days} días. Si no te interesa, no hace falta que hagas nada.)"},
    letter_text{
        "invitation_known", "{inviter} te invita a {installation}, donde ya tienes cuenta",
        R"({inviter} te ha invitado a {installation} con esta dirección, que ya tiene una cuenta. No hace falta que hagas nada nuevo: entra con tu contraseña de siempre.

> {message}

[Entrar]

Si no la recuerdas, pide una nueva en la página de entrada.)"},
    letter_text{
        "guest_invitation", "{inviter} te invita al grupo «{group}» de {installation}",
        R"({inviter} te invita al grupo «{group}» de {installation}, la red donde quienes trabajamos en las administraciones públicas nos preguntamos y nos respondemos. Entrarás como persona invitada de fuera: verás este grupo y nada más de la red.

> {message}

[Aceptar la invitación]

La invitación vale {days} días y una sola vez. Si no te interesa, no hace falta que hagas nada.)"},
    letter_text{
        "guest_invitation_known", "{inviter} te invita al grupo «{group}» de {installation}",
        R"({inviter} te invita al grupo «{group}» como persona de fuera, pero ya tienes una cuenta con esta dirección y no te hace falta otra. A {inviter} no le hemos dicho que la tienes.

> {message}

Si quieres estar en el grupo, dile que te invite por tu nombre. Si no te interesa, no hace falta que hagas nada.

[Ir a la red])"},
    letter_text{
        "guest_invitation_again", "{inviter} te invita al grupo «{group}» de {installation}",
        R"({inviter} te invita al grupo «{group}» como persona de fuera. Ya tienes una cuenta con esta dirección: entra con tu contraseña de siempre y acepta la invitación en la página del grupo. Verás ese grupo y nada más de la red. A {inviter} no le hemos dicho que tienes cuenta.

> {message}

[Ver la invitación]

La invitación vale {days} días. Si no te interesa, no hace falta que hagas nada.)"},
    letter_text{
        "password_reset", "Elige una contraseña nueva para {installation}",
        R"(Alguien, seguramente tú, ha pedido una contraseña nueva para tu cuenta. Abre la página siguiente para elegirla.

[Elegir contraseña]

El enlace vale {minutes} minutos y una sola vez. Si no la has pedido tú, no hagas nada: tu contraseña sigue siendo la misma.)"},
    letter_text{"password_changed", "Se ha cambiado tu contraseña de {installation}",
                R"(La contraseña de tu cuenta acaba de cambiar, y las demás sesiones abiertas se han cerrado.

Si has sido tú, no tienes que hacer nada. Si no, pide ahora mismo una contraseña nueva y avisa a quien administra {installation}.

[Pedir una contraseña nueva])"},
    letter_text{
        "second_factor_on", "Tu cuenta de {installation} pide ahora un segundo paso",
        R"(Desde ahora, para entrar en tu cuenta hace falta también un código de tu dispositivo. Las demás sesiones abiertas se han cerrado.

Si has sido tú, guarda los códigos de recuperación donde no dependan de ese dispositivo. Si no, pide ahora mismo una contraseña nueva y avisa a quien administra {installation}.

[Pedir una contraseña nueva])"},
    letter_text{"second_factor_off", "Tu cuenta de {installation} ya no pide un segundo paso",
                R"(Para entrar en tu cuenta basta otra vez con la contraseña: el segundo paso se ha quitado.

Si has sido tú, no tienes que hacer nada. Si no, pide ahora mismo una contraseña nueva y avisa a quien administra {installation}.

[Pedir una contraseña nueva])"},
    letter_text{
        "email_change", "Confirma tu nueva dirección en {installation}",
        R"(Has pedido usar esta dirección en tu cuenta de {installation}. Abre la página siguiente y pulsa el botón que verás en ella.

[Confirmar la dirección]

El enlace vale {minutes} minutos y una sola vez. Hasta entonces sigue valiendo la dirección de antes. Si no lo has pedido tú, no hagas caso de este mensaje.)"},
    letter_text{"email_changed", "Tu cuenta de {installation} tiene otra dirección",
                R"(Tu cuenta ya no usa esta dirección, sino {address}. Las demás sesiones abiertas se han cerrado.

Si no has sido tú, avisa ahora mismo a quien administra {installation}.)"},
    letter_text{"group_invitation", "{inviter} te invita al grupo «{group}»",
                R"({inviter} te invita al grupo «{group}» de {installation}.

> {message}

[Ver el grupo])"},
    letter_text{"membership_granted", "Ya formas parte del grupo «{group}»",
                R"(Han aceptado tu solicitud: ya formas parte del grupo «{group}».

[Ir al grupo])"},
    letter_text{
        "address_confirmation", "¿Sigues teniendo esta dirección? Confírmala en {installation}",
        R"(De vez en cuando preguntamos a cada persona si su dirección de trabajo sigue siendo suya. Abre la página siguiente y pulsa el botón que verás en ella.

[Confirmar mi dirección]

Tienes {days} días. Si no la confirmas, terminarán tus puestos en {installation}; tu cuenta y lo que has escrito se quedan.

Tus puestos en {installation} terminaron el {ended}, y confirmarla no los devuelve por sí solo: añade después el tuyo en tu perfil. Si el perfil no te deja, pídeselo a quien administra {installation}.

Si ahora trabajas en otro sitio, entra y cambia tu dirección en «Tu cuenta y su seguridad».)"},
    letter_text{
        "address_reminder", "Quedan {days} días para confirmar tu dirección en {installation}",
        R"(Hace unas semanas te pedimos que confirmaras tu dirección de trabajo. Quedan {days} días: basta con abrir la página siguiente y pulsar el botón que verás en ella.

[Confirmar mi dirección]

Si no la confirmas, terminarán tus puestos en {installation} y lo que depende de ellos. Tu cuenta y lo que has escrito se quedan.)"},
    letter_text{
        "address_lapsed", "Han terminado tus puestos en {installation}",
        R"(No has confirmado tu dirección de trabajo, así que damos por terminados tus puestos y lo que dependía de ellos. Tu cuenta, tu nombre y lo que has escrito siguen siendo tuyos.

Si sigues en tu puesto o tienes otro, entra, confirma tu dirección o cámbiala por la nueva, y añade después el puesto en tu perfil. Si el perfil no te deja, pídeselo a quien administra {installation}.

[Ir a mi cuenta])"},
    letter_text{
        "accounts_merged", "Tus dos cuentas de {installation} son ahora una",
        R"(Quien administra {installation} ha unido las dos cuentas que tenías. Lo que escribiste con una y otra se queda junto, con tu nombre.

Solo una de las dos sigue abierta. Si tu dirección y tu contraseña no te dejan entrar, usa las de la otra.

[Entrar]

Si no tenías dos cuentas, avisa ahora mismo a quien administra {installation}.)"},
    letter_text{
        "second_factor_reset", "Se ha quitado el segundo paso de tu cuenta de {installation}",
        R"(Quien administra {installation} ha quitado el segundo paso de tu cuenta, y se han cerrado todas tus sesiones. La próxima vez entrarás solo con la contraseña: vuelve a poner el segundo paso cuanto antes.

[Entrar]

Si no lo has pedido tú, avisa ahora mismo a quien administra {installation} y cambia tu contraseña.)"},
    letter_text{
        "confirmation_ended", "Tu registro en {installation} ha terminado sin confirmarse",
        R"(Te registraste en {installation}, pero nadie de tu administración ha confirmado que trabajas ahí y hemos cerrado el registro. No es nada contra ti: seguramente nadie lo ha visto a tiempo.

Puedes empezar otra vez cuando quieras, y pedir a alguien de tu administración que esté atento.

[Registrarme otra vez])"},
    letter_text{"post_ended", "Ha terminado tu puesto en {administration}",
                R"(Nos han dicho que ya no ocupas el puesto «{position}» en {administration}. El motivo:

> {reason}

Desde ahora ya no tienes lo que dependía de ese puesto. Tu cuenta, tu nombre y lo que has escrito siguen siendo tuyos. Si es un error, habla con tu administración o con quien administra {installation}.

[Ver tu perfil])"},
    letter_text{"membership_refused", "Sobre tu solicitud para el grupo «{group}»",
                R"(Quien modera el grupo «{group}» no ha aceptado tu solicitud.

> {reason})"},
    letter_text{"notice_answers", "[{group}] {title}",
                R"({who} ha respondido a tu pregunta «{title}», en el grupo «{group}»:

> {text}

Otras respuestas nuevas en la misma conversación: {more}.

[Ver la conversación])"},
    letter_text{"notice_mentions", "[{group}] {title}",
                R"({who} te ha nombrado en «{title}», en el grupo «{group}»:

> {text}

Otros mensajes nuevos en los que te nombran: {more}.

[Ver la conversación])"},
    letter_text{"notice_decisions", "Algo espera tu decisión en {installation}",
                R"({who} pide entrar en el grupo «{join_group}».

Personas que esperan que confirmes dónde trabajan: {to_confirm}.

Solicitudes de entrada en la red por mirar: {to_admit}.

{who} te pide que escribas con más personas el artículo «{to_write}».

{who} pregunta si sigue vigente «{to_check}».

Hoy toca revisar «{to_review}».

Una pregunta de tu grupo sigue sin respuesta: «{to_answer}». Si la sabes, contesta; si no, nombra en ella a quien pueda.

[Ver y decidir])"},
    letter_text{"notice_routed", "¿Puedes ayudar? {title}",
                R"({who} pregunta en el grupo «{group}» y creemos que puedes saberlo.

Has respondido {why_tag_times} veces sobre «{why_tag}».

Dijiste que sabes de «{why_skill}».

Has respondido a preguntas sobre la misma norma ({why_norm}).

Has respondido a preguntas parecidas: {why_alike}.

Respondes a menudo en el grupo «{why_group}».

Trabajas en un municipio de población parecida a la de {why_town}.

> {text}

[Ver la pregunta]

Si no puedes, dilo en esa página con un clic y se lo preguntaremos a otra persona.)"},
    letter_text{"notice_replies", "[{group}] {title}",
                R"({who} te ha contestado en «{replied_in}», en el grupo «{group}»:

{who} te ha dado las gracias en «{thanked_in}», en el grupo «{group}»:

> {text}

Otros mensajes nuevos para ti en la misma conversación: {more}.

[Ver la conversación])"},
    letter_text{"notice_accepted", "[{group}] {title}",
                R"({who} ha marcado tu respuesta como la solución de «{accepted_in}», en el grupo «{group}».

{who} ha aplicado en su administración lo que escribiste en «{applied_in}», en el grupo «{group}», y cuenta el resultado.

[Ver la conversación])"},
    letter_text{"notice_followed", "[{group}] {title}",
                R"({who} ha escrito en «{title}», una conversación que sigues en el grupo «{group}»:

> {text}

Otros mensajes nuevos en la misma conversación: {more}.

[Ver la conversación])"},
    letter_text{"notice_new_threads", "[{group}] {title}",
                R"({who} ha abierto «{title}» en el grupo «{group}»:

> {text}

[Ver la conversación])"},
    letter_text{"notice_announcements", "[{group}] {title}",
                R"({who} ha publicado un anuncio en el grupo «{group}»: «{title}».

> {text}

[Ver el anuncio])"},
    letter_text{
        "notice_closed", "Hay algo nuevo para ti en {installation}",
        R"(Hay algo nuevo que va dirigido a ti en {installation}. Su grupo no deja que las preguntas y los textos viajen por correo: ábrelo para leerlo.

Es en el grupo «{group}».

[Abrirlo])"},
};

}  // namespace

catalogue const spanish{
    "es",
    "Hola, {name}:",
    "Hola:",
    "Si el botón no funciona, copia esta dirección en el navegador:",
    "Este mensaje lo envía {installation} automáticamente; nadie lee las respuestas.",
    "Dejar de recibir correos de esta conversación",
    "Dejar de recibir correos como este",
    "Elegir qué correos recibes y a qué horas",
    letters,
};

}  // namespace plaza::domain::mail
