using System.Text;
using System.Text.Json.Nodes;
using Netra.Abstractions;
using Orleans.Core.Internal;

namespace Netra.Model.Tests;

/// <content>Several publishers at once. In which order they come is not known before, so the log is asked, and held against what was answered.</content>
internal sealed partial class ScenarioRun
{
    private const int MaxTries = 10;

    private async Task BurstAsync(Step step, Scenario scenario)
    {
        await CompareAsync();
        var publishers = 2 + (step.A % 6);
        var each = 1 + (step.B % 3);
        // Without an overflow, whose outcome is another one in another order.
        if (_model.Retained.Count() + (publishers * each) > scenario.MaxMessages) return;
        var batches = Enumerable.Range(0, publishers)
            .Select(_ => Enumerable.Range(0, each).Select(_ => new ModelMessage("note", $"burst-{++_made}", NextPayload())).ToList())
            .ToList();
        if (step.Fault != StoreFault.None) _silo.Store.Arm(step.Fault);
        var publishing = batches.Select(batch => Task.Run(() => PublishUntilAcceptedAsync(batch))).ToList();
        var leaving = step.C % 3 == 0 ? User.Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask() : Task.CompletedTask;
        var seqs = await Task.WhenAll(publishing).InTime();
        await leaving.InTime();
        _silo.Store.TryDisarm();
        _silo.Tally.Count("burst");
        await TakeBurstAsync(batches, seqs);
    }

    private async Task TakeBurstAsync(List<List<ModelMessage>> batches, long[][] seqs)
    {
        var before = _model.HeadSeq;
        var answered = batches.SelectMany((batch, i) => batch.Select((message, j) => (Seq: seqs[i][j], Message: message))).OrderBy(one => one.Seq).ToList();
        var history = await User.ReadHistoryAsync(before, 1_000).InTime();
        var found = history.Frames.Select(frame => (JsonObject)JsonNode.Parse(frame.Span)!)
            .Select(frame => $"{frame["seq"]}:{frame["id"]}:{frame["payload"]!.ToJsonString()}");
        ModelException.Expect(
            string.Join(' ', answered.Select(one => $"{one.Seq}:{one.Message.Id}:{one.Message.Payload}")), string.Join(' ', found), "What a burst left");
        foreach (var batch in batches.OrderBy(batch => answered.First(one => one.Message == batch[0]).Seq))
        {
            var expected = _model.Publish(batch, ofClient: false, apply: true)!;
            ModelException.Expect(
                string.Join(' ', expected.Select(one => one.Seq)),
                string.Join(' ', answered.Where(one => batch.Contains(one.Message)).Select(one => one.Seq)),
                "The seqs of a batch in a burst");
        }
    }

    /// <summary>Publishes as a careful service does: again with the same ids until it is accepted.</summary>
    private async Task<long[]> PublishUntilAcceptedAsync(List<ModelMessage> batch)
    {
        var request = new PublishRequest([.. batch.Select(message => new NewMessage(message.Type, message.Id, Encoding.UTF8.GetBytes(message.Payload)))]);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return [.. (await User.PublishAsync(request).InTime()).Messages.Select(message => message.Seq!.Value)];
            }
            catch (UserUnavailableException) when (attempt < MaxTries)
            {
                // Whether it was taken, the next answer says.
            }
        }
    }
}
