using System.Globalization;
using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>Changes a user's state over HTTP, once: such a call has no id that would make a second try safe.</summary>
internal sealed class StateCall(LoadContext context, Random random)
{
    public async Task PatchAsync(string user, int number, int publisher)
    {
        var gateway = context.Gateways.Next(random);
        var patch = string.Create(CultureInfo.InvariantCulture, $$$"""{"p{{{publisher}}}":{"by":"p{{{publisher}}}-{{{number}}}"}}""");
        var sentAtMs = context.History.NowMs;
        var answer = await context.Api.CallAsync(gateway, HttpMethod.Patch, $"/users/{user}/state", JsonNode.Parse(patch));
        if (answer.Status == 0) context.Gateways.Suspect(gateway);
        var version = answer.Outcome == Outcome.Accepted ? (long?)answer.Body?["version"] : null;
        context.History.Add(new StateAttempt
        {
            AtMs = context.History.NowMs,
            SentAtMs = sentAtMs,
            User = user,
            Patch = patch,
            Outcome = answer.Outcome,
            Status = answer.Status,
            Version = version,
        });
        if (version is { } made) context.Accepted.NoteVersion(user, made);
    }
}
