using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Model.Tests;

/// <content>What publishers and operators do.</content>
internal sealed partial class ScenarioRun
{
    private static readonly long[] TtlsMs = [1, 1_000, 60_000];

    private async Task PublishAsync(Step step)
    {
        var messages = Enumerable.Range(0, SizeOf(step)).Select(i => Message(step.B + (i * 37), step.C + (i * 53))).ToList();
        var expected = _model.Publish(messages, ofClient: false, apply: false);
        var request = new PublishRequest([.. messages.Select(message => new NewMessage(message.Type, message.Id, Encoding.UTF8.GetBytes(message.Payload))
        {
            Priority = (MessagePriority)message.Priority,
            TtlMs = message.TtlMs,
            IsDurable = message.IsDurable,
        })]);
        var answer = await CommitAsync(step, () => User.PublishAsync(request), () => _model.Publish(messages, ofClient: false, apply: true));
        if (answer is null) return;
        ModelException.Expect(expected is null ? "queue_full" : null, answer.Refusal?.Code.Name, "The refusal of a publish");
        if (expected is null) _silo.Tally.Count("queue_full");
        else if (expected.Exists(one => one.Duplicate)) _silo.Tally.Count("duplicate");
        if (expected is null) return;
        ModelException.Expect(
            string.Join(' ', expected.Select(one => $"{one.Seq}:{one.Duplicate}")),
            string.Join(' ', answer.Messages.Select(one => $"{one.Seq}:{one.Duplicate}")),
            "The answers to a publish");
    }

    /// <summary>One for the most part, else a few, seldom many.</summary>
    private static int SizeOf(Step step) => (step.A % 20) switch
    {
        < 6 and var few => 1 + few,
        6 => 30,
        _ => 1,
    };

    private ModelMessage Message(int b, int c) => new(
        "note",
        Id: b % 4 == 0 ? $"p{b % 5}" : null,
        NextPayload(),
        Priority: c % 3 == 0 ? b % 4 : ModelFrame.Normal,
        TtlMs: c % 4 == 1 ? TtlsMs[b % TtlsMs.Length] : null,
        IsDurable: c % 9 != 8);

    private async Task RevokeAsync(Step step)
    {
        if (_model.HeadSeq == 0) return;
        // What has just expired is a frame to one who looked before, and a dead letter to one who looks now.
        await CompareAsync();
        var seq = 1 + (step.B % 2 == 0 && _model.DeadLetters.Count > 0
            ? _model.DeadLetters.Keys.ElementAt(step.A % _model.DeadLetters.Count) - 1
            : Math.Max(0, _model.HeadSeq - 1 - (step.A % 20)));
        var expected = _model.Revoke(seq, apply: false);
        var answer = await CommitAsync(step, async () => await User.RevokeAsync(seq) ? "revoked" : "not found", () => _model.Revoke(seq, apply: true));
        if (expected) _silo.Tally.Count("revoke");
        if (answer is not null) ModelException.Expect(expected ? "revoked" : "not found", answer, $"The answer to a revocation of {seq}");
    }

    private async Task RetryAsync(Step step)
    {
        if (_model.DeadLetters.Count == 0) return;
        await CompareAsync();
        var seq = _model.DeadLetters.Keys.ElementAt(step.A % _model.DeadLetters.Count);
        var expected = _model.Retry(seq, apply: false);
        var answer = await CommitAsync(step, () => User.RetryDeadLetterAsync(seq), () => _model.Retry(seq, apply: true));
        if (answer is null) return;
        _silo.Tally.Count("retry");
        ModelException.Require(answer.Found, $"Dead letter {seq} was not found.");
        var refusal = !_model.CanRetry(seq) ? "bad_request" : expected is null ? "queue_full" : null;
        ModelException.Expect(refusal, answer.Refusal?.Code.Name, $"The refusal of a retry of {seq}");
        ModelException.Expect(expected, answer.Seq, $"The new seq of dead letter {seq}");
    }

    private async Task ChangeStateAsync(Step step)
    {
        var (member, change) = Change(step);
        var version = (step.C % 4) switch { 0 => _model.StateVersion - 1, 1 => _model.StateVersion, _ => (long?)null };
        var isPossible = _model.Changed(member, change) is not null;
        var status = version is { } named && named != _model.StateVersion ? StateChangeStatus.Conflict
            : !isPossible || _model.IsFull(1) ? StateChangeStatus.Refused
            : StateChangeStatus.Changed;
        var kind = member switch { "patch" => StateChangeKind.Patch, "ops" => StateChangeKind.Ops, _ => StateChangeKind.Updates };
        var request = new StateChange(kind, Encoding.UTF8.GetBytes(change.ToJsonString()), version);
        var answer = await CommitAsync(step, () => User.ChangeStateAsync(request), () =>
        {
            if (status == StateChangeStatus.Changed) _model.Change(member, change, id: null);
        });
        if (answer is null) return;
        ModelException.Expect(status, answer.Status, $"The answer to a change of the state with version {version}");
        if (status == StateChangeStatus.Changed) ModelException.Expect(_model.HeadSeq, answer.Seq, "The seq of a change of the state");
    }
}
