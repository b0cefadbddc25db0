using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>Calls of an application that has its server's logs on: ASP.NET Core makes an activity then, for their scopes alone.</summary>
public sealed class TraceGateTests
{
    private const string Method = "TRACEGATE";

    private readonly DefaultHttpContext _call = new() { Request = { Method = Method } };

    [Fact]
    public void BeginCall_ActivityThatNobodyRecords_GoesOnWithTheCallers()
    {
        using var spans = new TestSpans();
        _call.Request.Headers.TraceParent = spans.Parent;
        using var ofServer = new Activity("request").SetParentId(spans.Parent).Start();

        using var span = New(ratio: 0).BeginCall(_call);

        Assert.Equal(spans.Parent, span!.ParentId);
    }

    [Fact]
    public void BeginCall_ActivityThatNobodyRecords_DoesNotDecideByItself()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Netra",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Name.StartsWith(Method, StringComparison.Ordinal) && options.Parent == default ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        using var ofServer = new Activity("request").Start();

        using var span = New(ratio: 1).BeginCall(_call);

        Assert.NotNull(span);
        Assert.Null(span.ParentId);
        Assert.Same(span, Activity.Current);
    }

    [Fact]
    public void BeginCall_ApplicationHasDecidedAgainst_IsNotRecorded()
    {
        using var spans = new TestSpans();
        using var source = new ActivitySource("TraceGateTests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = listened => listened == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);
        _call.Request.Headers.TraceParent = spans.Parent;
        using var outer = source.StartActivity("request")!;

        Assert.Null(New(ratio: 1).BeginCall(_call));
        Assert.Same(outer, Activity.Current);
    }

    private static TraceGate New(double ratio) => new(Options.Create(new TracingOptions { SampleRatio = ratio }), TimeProvider.System);
}
