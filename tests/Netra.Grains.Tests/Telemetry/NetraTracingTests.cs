using System.Diagnostics;
using Netra.Abstractions;

namespace Netra.Grains.Tests;

public sealed class NetraTracingTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Current_ActivityOfNoSource_IsNotRecorded()
    {
        using var source = new ActivitySource(nameof(NetraTracingTests));
        using var listener = new ActivityListener
        {
            // Of ours nothing is wanted, but it is listened to.
            ShouldListenTo = listened => listened == source || listened.Name == NetraTracing.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Source == source ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        using (var ofServer = new Activity("request").SetParentId(Parent).Start())
        {
            Assert.True(ofServer.Recorded);
            Assert.Null(NetraTracing.Current);
        }

        using var ofApplication = source.StartActivity("request");
        Assert.Same(ofApplication, NetraTracing.Current);
    }
}
