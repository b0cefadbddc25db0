using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>One thing that a handler asked for when it returns: a message, or a change of the state.</summary>
/// <param name="To">Whom the message is for; null: the user itself.</param>
/// <param name="Message">The message; null for a change of the state.</param>
/// <param name="Change">The change of the state; null for a message.</param>
internal readonly record struct HandlerEffect(UserId? To, NewMessage? Message, StateChange? Change);
