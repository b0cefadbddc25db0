using System.Globalization;
using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>How a tab asks by a <c>resume</c> frame for what it missed, or now and then for what it has had.</summary>
internal sealed partial class Tab
{
    /// <summary>One look of so many makes a tab ask for frames once more.</summary>
    private const int AsksOneOf = 80;

    private const int MaxBack = 20;

    private ResumeRequest? _asking;
    private int _asked;

    /// <summary>The seq up to which the tab has had everything in its turn. Held by the gate.</summary>
    private long Position => _asking is { IsOwnPosition: true } asking ? asking.LastSeq : _lastSeq;

    private string NextResumeId() => string.Create(CultureInfo.InvariantCulture, $"{name}-r{_asked++}");

    /// <summary>The resume frame that is to be sent now, if there is one. Nothing is acknowledged while its answer is open: what it brings is to be had first.</summary>
    private (TabSent Sent, string Frame)? CollectResume(int connection)
    {
        if (_asking is null && !context.IsQuiet && !IsReader && _chance.Next(AsksOneOf) == 0)
        {
            var lastSeq = _chance.Next(2) == 0 ? _lastSeq : Math.Max(_begunSeq, _lastSeq - _chance.Next(MaxBack));
            _asking = new ResumeRequest(NextResumeId(), lastSeq, _chance.Next(2) == 0 ? _epoch : null);
        }

        if (_asking is not { } asking || asking.DueMs > context.History.NowMs) return null;
        asking.DueMs = long.MaxValue;
        return (new TabSent { Connection = connection, Type = "resume", Id = asking.Id, Payload = asking.Payload }, asking.Frame);
    }

    private void TakeResumed(ResumeRequest asking, string type, JsonNode payload)
    {
        if (type == "error")
        {
            asking.DueMs = context.History.NowMs + RetryMs;
        }
        else if (type == "resumed")
        {
            _asking = null;
            _expedited.Clear();
            var isHonoured = (bool)payload["resumed"]!;
            _lastSeq = isHonoured ? asking.LastSeq : ((long?)payload["replay_from"] ?? 1) - 1;
            _begunSeq = Math.Min(_begunSeq, _lastSeq);
            if (isHonoured) _ackedSeq = Math.Max(_ackedSeq, _lastSeq);
        }
    }

    /// <summary>The connection has ended.</summary>
    private void Leave()
    {
        lock (_gate)
        {
            Connection = 0;
            if (_asking is { IsOwnPosition: true } asking) (_lastSeq, _epoch) = (asking.LastSeq, asking.Epoch);
            _asking = null;
        }
    }
}
