using Netra.Client.Publishing.Tests;

[assembly: AssemblyFixture(typeof(PublisherHost))]
