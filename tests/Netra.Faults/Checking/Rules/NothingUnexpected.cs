using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>Nobody in a run does anything wrong; so nobody is told so, whatever breaks. Faults of the cluster look like faults of the cluster: 429, 503 or silence.</summary>
internal sealed class NothingUnexpected : IRule
{
    private const int CloseCodeOfMistakes = 4400;

    public IEnumerable<Violation> Check(UserHistory user)
    {
        // What the load did with an id is in the attempts; the status is told by the events themselves.
        foreach (var connection in user.Connections)
        {
            if (connection.Refused is { Status: not (0 or 429 or 503) } refused)
                yield return user.Violation(this, refused.AtMs, $"{connection.Connecting.Tab} was refused with {refused.Status}.");
            if (connection.Closed is { Code: 1002 or 1007 or 1009 or >= CloseCodeOfMistakes and < 4408 or 4410 } closed)
                yield return user.Violation(this, closed.AtMs, $"{connection.Connecting.Tab} was closed with {closed.Code}.");
            foreach (var error in connection.Frames.Where(frame => frame.Type == "error"))
            {
                var code = (string?)JsonNode.Parse(error.Payload)!["code"];
                if (code is not ("internal" or "rate_limited")) yield return user.Violation(this, error.AtMs, $"{connection.Connecting.Tab} got the error {code}: {error.Payload}", id: error.Id);
            }
        }

        foreach (var attempt in user.Answers.Where(answer => answer.Status is not (0 or 200 or 429 or 503)))
            yield return user.Violation(this, attempt.AtMs, $"{attempt.What} was answered with {attempt.Status} {attempt.Code}.", id: attempt.What);
    }
}
