using System.Security.Cryptography;
using System.Text;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>A message on its way through its handler, whatever number of tries that takes.</summary>
/// <param name="Handler">The handler.</param>
/// <param name="Message">The message.</param>
/// <param name="Client">The session that sent it; null for a dead letter.</param>
/// <param name="StepSpace">Where the ids of its steps count.</param>
/// <param name="StepKey">What the ids of its steps are made of, the same for each try.</param>
internal sealed record HandlerRun(
    RegisteredHandler Handler, InboundMessage Message, ClientId? Client, DeduplicationSpace StepSpace, string StepKey)
{
    /// <summary>The message's id, which is accepted with the handler's effects; null without one.</summary>
    public DeduplicationKey? Id { get; init; }

    /// <summary>Who sends what the handler publishes.</summary>
    public MessageOrigin Origin => new(MessageOriginKind.Handler, Message.Type);

    /// <summary>The handler's last run, which may go on after it was given up; null before the first began.</summary>
    public Task? Running { get; set; }

    /// <summary>The id of what a step publishes: the same whenever the same message comes to the same step.</summary>
    public DeduplicationKey StepId(string step)
    {
        // The key's length goes first, so that no two pairs are written alike.
        var text = Encoding.UTF8.GetBytes($"{StepKey.Length}:{StepKey}:{step}");
        return new DeduplicationKey(StepSpace, Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 16)));
    }
}
