using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Finds out what became of a message: from what is stored, and from what every process of the cluster remembers.</summary>
/// <remarks>
/// Failure policy: without the user's grain there is no answer. A process that does not answer in time is named in the answer, which goes without what it may
/// remember.
/// </remarks>
internal sealed class MessageExplainer(IUserDirectory users, IRecallClient processes, TimeProvider time, ILogger<MessageExplainer> logger)
{
    /// <summary>How long each process may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Null when there is no message of this seq yet.</summary>
    /// <exception cref="UserUnavailableException">The user's log can't be reached now.</exception>
    public async Task<ExplanationBody?> ExplainAsync(UserId user, long seq)
    {
        var facts = await users.Find(user).ExplainAsync(seq);
        if (facts.Standing == StoredStanding.NotYet) return null;
        var isExpedited = facts.Message is { } message ? message.Priority.IsExpedited() : (bool?)null;
        var request = new RecallRequest(user, facts.Epoch, seq, isExpedited, facts.Standing == StoredStanding.Retained);
        var recollections = await Task.WhenAll(processes.Processes.Select(process => RecallAsync(process, request)));
        return new Explanation(seq, facts, recollections).ToBody();
    }

    private async Task<Recollection> RecallAsync(SiloAddress process, RecallRequest request)
    {
        try
        {
            return new Recollection(process, await processes.RecallAsync(process, request).WaitAsync(Patience, time));
        }
        catch (Exception exception)
        {
            GatewayLog.RecallFailed(logger, process, exception.Message);
            return new Recollection(process, null);
        }
    }
}
