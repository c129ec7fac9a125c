"""Technologies are told from the words that look like them."""

import pytest

from alerts.posting import Part, PostingText
from alerts.reading.source import Source
from alerts.reading.stack import read_stack


def slugs(body="", **parts):
    return {technology.slug for technology in read_stack(Source(PostingText(body=body, **parts)))}


@pytest.mark.parametrize(
    "body",
    [
        "Go deeper: what the first year looks like.",
        "We go above and beyond for patients.",
        "You will lead our go-to-market work and every go-live.",
        "You react to alarms at night.",
        "Hear and react to what clients tell you.",
        "* React to outages within minutes",
        "Excel in the craft of lasting design.",
        "People who excel at hard things stay.",
        "The art of swift and kind service.",
        "Give swift responses when a pager rings.",
        "In Spring 2025 we opened a second office.",
        "You brief C-level guests and our C-suite.",
        "A Series C of 90 million closed in May.",
        "Zone C: 100,000 a year.",
        "Our R&D efforts grow.",
        "Whatever your gender identity or gender expression.",
        "All data is locked at rest and in transit.",
        "Find the right node in the chain.",
        "Look after blockchain node infrastructure.",
        "Trusted by Netflix, PayPal, SAP and Uber.",
        "Read more on https://baker.net/careers or https://go.dev/react/python.",
        "Write to jobs@python.org or visit www.ruby-rust.com.",
        "They spark conversation over lunch.",
        "Distance does not deter unity in our team.",
        "You will stand at the helm of a crew.",
        "Chef de projet pour nos clients.",
        "An X-Ray scanner for parcels.",
        "Twój zespół: bo o nim mowa.",
        "Know the BEAM and OTP by heart.",
        "A scalable, springy and rusty thing.",
        "Take a look at the express lane and the swift river.",
    ],
)
def test_lookalike(body):
    """A word that only looks like a technology names none."""
    assert slugs(body) <= {"blockchain"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Our stack includes Node, Elixir, Ruby/Rails, Go.", {"nodejs", "elixir", "ruby", "rails", "go"}),
        ("Strong SQL & Python/R.", {"sql", "python", "r"}),
        ("Microsoft Excel and Word every day.", {"excel"}),
        ("Rust, Go, NET, Matlab, PHP, R, Apex", {"rust", "go", "dotnet", "matlab", "php", "r", "apex"}),
        ("C, C++ and C#", {"c", "cpp", "csharp"}),
        ("Experience with C/C++.", {"c", "cpp"}),
        ("go, python, k8s", {"go", "python", "kubernetes"}),
        ("Skills:\n* Go\n* Postgres\n* Terraform", {"go", "postgresql", "terraform"}),
        ("Five years of Go.", {"go"}),
        ("Experience using Camel, Spring or Quarkus.", {"spring"}),
        ("A cloud such as AWS, Azure or Google.", {"aws", "azure", "gcp"}),
        ("React-based pages and a Go-based API", {"react", "go"}),
        ("ASP.NET, .NET 8 and C#.NET", {"dotnet", "csharp"}),
        ("Swift/Kotlin apps", {"swift", "kotlin"}),
        ("Erfahrung mit Java, Spring und Kubernetes", {"java", "spring", "kubernetes"}),
        ("Vous maîtrisez Java/Spring et PostgreSQL", {"java", "spring", "postgresql"}),
        ("Doświadczenie: Java, mikroserwisy, Kafka", {"java", "microservices", "kafka"}),
        ("Puppet, Chef or Ansible", {"puppet", "chef", "ansible"}),
    ],
)
def test_technologies_of_a_sentence(body, expected):
    """A technology is found in a list, beside a word that goes with it, and by its other names."""
    assert slugs(body) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Senior Go Engineer", {"go"}),
        ("Software Engineer (Rust)", {"rust"}),
        ("Fullstack Engineer, Node/React", {"nodejs", "react"}),
        ("REACT DEVELOPER", {"react"}),
        ("Chef de projet (H/F)", set()),
        ("Head of Go-to-Market", set()),
        ("Ingénieur R&D", set()),
    ],
)
def test_technologies_of_a_title(title, expected):
    """A title names technologies as a sentence does."""
    assert slugs(title=title) == expected


def test_place_and_company_are_not_read():
    """Phoenix in Arizona and a firm called Spring are no technologies."""
    assert slugs("Join Spring Health.", company="Spring Health", location="Phoenix, AZ") == set()


@pytest.mark.parametrize("company", ["Twilio", "Cloudflare, Inc.", "Lambda"])
def test_employer_is_not_its_own_technology(company):
    """An employer's name in its own posting says nothing of the stack."""
    name = company.split(",")[0]
    assert (
        slugs(f"See yourself at {name}. {name} is a fine place, and {name} grows.", company=company) == set()
    )


def test_employer_in_a_list_of_technologies():
    """In a list of technologies even the employer's name is one."""
    assert "cloudflare" in slugs("You know Terraform, Cloudflare, and Kafka.", company="Cloudflare")


@pytest.mark.parametrize(
    "body",
    [
        "Leading companies worldwide, including Okta, Adobe and Zoom, rely on us.",
        "We compete with Salesforce.",
        "Founded by alumni of Splunk and backed by Databricks.",
        "Our customers are Shopify, Figma and Vercel.",
        "Before that she led teams at Stripe.",
    ],
)
def test_company_is_no_technology(body):
    """Customers, rivals, backers and former employers are no stack."""
    assert slugs(body) == set()


def test_vendor_that_is_used():
    """A vendor's product that one works with is a technology."""
    assert slugs("You integrate our shop with Salesforce and Stripe.") == {"salesforce", "stripe"}


def test_board_label():
    """A board's label that is nothing but an ordinary word means the technology."""
    assert slugs(tags="go\nreact\nr\nteam spirit\nexcel") == {"go", "react", "r", "excel"}


def test_known_whole_for_its_parts():
    """A product named with its cloud names both, and nothing that it does not say."""
    assert slugs("We run AWS Lambda and Spring Boot.") == {"aws", "lambda", "spring"}


def test_evidence_is_the_name():
    """The evidence quotes the technology where it stands."""
    body = "Write Golang, or C++."
    places = [
        (technology.slug, evidence.part, evidence.quote)
        for technology in read_stack(Source(PostingText(body=body)))
        for evidence in technology.evidence
    ]
    assert places == [("go", Part.BODY, "Golang"), ("cpp", Part.BODY, "C++")]
