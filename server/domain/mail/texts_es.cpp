// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/kinds.hpp"

#include <array>

namespace plaza::domain::mail {
namespace {

constexpr std::array letters{
    letter_text{"registration", "Confirma tu correo para entrar en {installation}", R"(Has pedido una cuenta en {installation} con esta dirección. Abre la página siguiente y pulsa el botón que verás en ella: así sabemos que el correo es tuyo.

[Confirmar mi correo]

El enlace vale {hours} horas y una sola vez. Si no has pedido nada, no hagas caso de este mensaje: sin confirmación no se crea ninguna cuenta.)"},
    letter_text{"registration_known", "Ya tienes una cuenta en {installation}", R"(Alguien, seguramente tú, ha pedido una cuenta en {installation} con esta dirección, que ya tiene una. Entra con tu contraseña de siempre.

[Entrar]

Si no la recuerdas, pide una nueva en la página de entrada. Si no has pedido nada, no hagas caso de este mensaje.)"},
    letter_text{"vetting_admitted", "Ya puedes entrar en {installation}", R"(Hemos revisado tu solicitud y ya puedes formar parte de {installation}. Abre la página siguiente para terminar.

[Entrar]

El enlace vale {hours} horas.)"},
    letter_text{"vetting_refused", "Sobre tu solicitud para entrar en {installation}", R"(Hemos revisado tu solicitud y por ahora no podemos admitirla. El motivo que ha dado quien la ha revisado:

> {reason}

Si crees que es un error, responde con lo que falte a la persona que administra {installation} en tu entidad.)"},
    letter_text{"invitation", "{inviter} te invita a {installation}", R"({inviter} te invita a {installation}, la red donde quienes trabajamos en las administraciones públicas nos preguntamos y nos respondemos.

> {message}

[Aceptar la invitación]

La invitación vale {days} días. Si no te interesa, no hace falta que hagas nada.)"},
    letter_text{"password_reset", "Elige una contraseña nueva para {installation}", R"(Alguien, seguramente tú, ha pedido una contraseña nueva para tu cuenta. Abre la página siguiente para elegirla.

[Elegir contraseña]

El enlace vale {minutes} minutos y una sola vez. Si no la has pedido tú, no hagas nada: tu contraseña sigue siendo la misma.)"},
    letter_text{"password_changed", "Se ha cambiado tu contraseña de {installation}", R"(La contraseña de tu cuenta acaba de cambiar, y las demás sesiones abiertas se han cerrado.

Si has sido tú, no tienes que hacer nada. Si no, pide ahora mismo una contraseña nueva y avisa a quien administra {installation}.

[Pedir una contraseña nueva])"},
    letter_text{"email_change", "Confirma tu nueva dirección en {installation}", R"(Has pedido usar esta dirección en tu cuenta de {installation}. Abre la página siguiente y pulsa el botón que verás en ella.

[Confirmar la dirección]

El enlace vale {minutes} minutos y una sola vez. Hasta entonces sigue valiendo la dirección de antes. Si no lo has pedido tú, no hagas caso de este mensaje.)"},
    letter_text{"email_changed", "Tu cuenta de {installation} tiene otra dirección", R"(Tu cuenta ya no usa esta dirección, sino {address}. Las demás sesiones abiertas se han cerrado.

Si no has sido tú, avisa ahora mismo a quien administra {installation}.)"},
    letter_text{"group_invitation", "{inviter} te invita al grupo «{group}»", R"({inviter} te invita al grupo «{group}» de {installation}.

> {message}

[Ver el grupo])"},
    letter_text{"membership_granted", "Ya formas parte del grupo «{group}»", R"(Han aceptado tu solicitud: ya formas parte del grupo «{group}».

[Ir al grupo])"},
    letter_text{"membership_refused", "Sobre tu solicitud para el grupo «{group}»", R"(Quien modera el grupo «{group}» no ha aceptado tu solicitud.

> {reason})"},
};

}  // namespace

catalogue const spanish{
    "es",
    "Hola, {name}:",
    "Hola:",
    "Si el botón no funciona, copia esta dirección en el navegador:",
    "Este mensaje lo envía {installation} automáticamente; nadie lee las respuestas.",
    letters,
};

}  // namespace plaza::domain::mail
